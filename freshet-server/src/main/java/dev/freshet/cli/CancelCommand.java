// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Cancels a run. */
@Command(
        name = "cancel",
        description = "Cancels a run; it counts as cancelled when its backend is proved gone.",
        mixinStandardHelpOptions = true)
final class CancelCommand extends RunActCommand {

    CancelCommand() {
        super("cancel");
    }

    @Override
    String told(long run, JsonNode answer) {
        boolean done = answer.path("state").asString().equals("cancelled");
        return "Run " + run + (done ? " is cancelled." : " is being cancelled; see freshet logs -f " + run);
    }
}
