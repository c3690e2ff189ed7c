// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lets a run that stopped to ask change as much as it would: a new run does the work. */
@Command(
        name = "approve",
        description = "Lets a run that stopped to ask change as much as it would: a new run does the work.",
        mixinStandardHelpOptions = true)
final class ApproveCommand extends RunActCommand {

    ApproveCommand() {
        super("approve");
    }

    @Override
    String told(long run, JsonNode answer) {
        return "Run " + run + " is approved: run " + answer.get("id").asLong()
                + " does its work; follow it with freshet logs -f "
                + answer.get("id").asLong();
    }
}
