// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Goes on where a run left off. */
@Command(
        name = "resume-run",
        description = "Goes on where a stopped, cancelled, failed or lost run left off, in a new run: on the items that"
                + " wait, the views that are left, or from a Java handler's checkpoint.",
        mixinStandardHelpOptions = true)
final class ResumeRunCommand extends RunActCommand {

    ResumeRunCommand() {
        super("resume");
    }

    @Override
    String told(long run, JsonNode answer) {
        return follows(answer, "goes on where run " + run + " left off");
    }
}
