// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Does again what failed of an ended run. */
@Command(
        name = "retry",
        description =
                "Does again what failed of an ended run, in a new run with its parameters and logical time: of items"
                        + " those that failed and those that wait, of other work all of it.",
        mixinStandardHelpOptions = true)
final class RetryCommand extends RunActCommand {

    RetryCommand() {
        super("retry");
    }

    @Override
    String told(long run, JsonNode answer) {
        return follows(answer, "does the work of run " + run + " again");
    }
}
