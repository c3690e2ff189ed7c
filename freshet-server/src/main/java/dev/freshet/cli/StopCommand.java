// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Stops a run at its next checkpoint. */
@Command(
        name = "stop",
        description =
                "Stops a run: it finishes what is in hand and ends at its next checkpoint; resume-run goes on from"
                        + " there.",
        mixinStandardHelpOptions = true)
final class StopCommand extends RunActCommand {

    StopCommand() {
        super("stop");
    }

    @Override
    String told(long run, JsonNode answer) {
        boolean done = answer.path("state").asString().equals("stopped");
        return "Run " + run
                + (done
                        ? " is stopped; go on with freshet resume-run " + run
                        : " stops at its next checkpoint; see freshet logs -f " + run);
    }
}
