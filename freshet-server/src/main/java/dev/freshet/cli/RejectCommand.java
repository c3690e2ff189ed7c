// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Refuses a run that stopped to ask: its work is not done. */
@Command(
        name = "reject",
        description = "Refuses a run that stopped to ask: its work is not done.",
        mixinStandardHelpOptions = true)
final class RejectCommand extends RunActCommand {

    RejectCommand() {
        super("reject");
    }

    @Override
    String told(long run, JsonNode answer) {
        return "Run " + run + " is rejected; what it had not done is not done.";
    }
}
