// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Does the work of an ended run again from the start. */
@Command(
        name = "restart",
        description = "Does the work of an ended run again from the start, in a new run with its parameters and logical"
                + " time; items are listed anew.",
        mixinStandardHelpOptions = true)
final class RestartCommand extends RunActCommand {

    RestartCommand() {
        super("restart");
    }

    @Override
    String told(long run, JsonNode answer) {
        return follows(answer, "does the work of run " + run + " from the start");
    }
}
