// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a silence. */
@Command(
        name = "unsilence",
        description = "Ends a silence now; what is still open is told.",
        mixinStandardHelpOptions = true)
final class AlertsUnsilenceCommand extends RemoteCommand {

    @Parameters(paramLabel = "SILENCE", description = "its number")
    private int silence;

    @Override
    int call(ApiClient api) {
        return show(
                api.delete("/api/silences/" + silence),
                ended -> out().println("Alerts about " + ended.get("subject").asString() + " are told again."));
    }
}
