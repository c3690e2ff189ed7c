// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Cancels a backfill. */
@Command(
        name = "cancel",
        description = "Ends a backfill: what waits is not begun, what runs is cancelled.",
        mixinStandardHelpOptions = true)
final class BackfillCancelCommand extends RemoteCommand {

    @Parameters(paramLabel = "BACKFILL", description = "its number")
    private int backfill;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer =
                api.post("/api/backfills/" + backfill + "/cancel", reason.isEmpty() ? null : Map.of("reason", reason));
        return show(answer, done -> out().println("Backfill " + backfill + " is cancelled."));
    }
}
