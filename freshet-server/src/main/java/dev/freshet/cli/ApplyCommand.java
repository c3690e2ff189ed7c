// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Brings definitions in force. */
@Command(
        name = "apply",
        description = "Checks definitions and brings them in force: everything in them, and nothing else.",
        mixinStandardHelpOptions = true)
final class ApplyCommand extends DefinitionsCommand {

    @Override
    String path() {
        return "/api/deployments";
    }

    @Override
    void print(JsonNode applied) {
        PlanPrinter.print(applied.get("plan"), out(), err());
        String deployment = "deployment " + applied.get("deployment").get("id").asLong();
        out().println(
                        applied.get("changed").asBoolean()
                                ? "Applied as " + deployment + "."
                                : "Nothing to change; " + deployment + " stays in force.");
    }
}
