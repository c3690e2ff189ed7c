// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Brings definitions in force. */
@Command(
        name = "apply",
        description = "Checks definitions and brings them in force: everything in them, and nothing else.",
        mixinStandardHelpOptions = true)
final class ApplyCommand extends RemoteCommand {

    @Mixin
    private DefinitionFiles definitions = new DefinitionFiles();

    @Override
    int call(ApiClient api) {
        Optional<List<Map<String, String>>> files = definitions.read(err());
        if (files.isEmpty()) {
            return ExitCode.WRONG_USAGE;
        }
        JsonNode applied = api.post("/api/deployments", Map.of("files", files.get()));
        if (wantsJson()) {
            printJson(applied);
            return ExitCode.DONE;
        }
        PlanPrinter.print(applied.get("plan"), out(), err());
        String deployment = "deployment " + applied.get("deployment").get("id").asLong();
        out().println(
                        applied.get("changed").asBoolean()
                                ? "Applied as " + deployment + "."
                                : "Nothing to change; " + deployment + " stays in force.");
        return ExitCode.DONE;
    }
}
