// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Shows what an apply would change. */
@Command(
        name = "plan",
        description = "Checks definitions and shows what applying them would change.",
        mixinStandardHelpOptions = true)
final class PlanCommand extends RemoteCommand {

    @Mixin
    private DefinitionFiles definitions = new DefinitionFiles();

    @Override
    int call(ApiClient api) {
        Optional<List<Map<String, String>>> files = definitions.read(err());
        if (files.isEmpty()) {
            return ExitCode.WRONG_USAGE;
        }
        JsonNode plan = api.post("/api/deployments/plan", Map.of("files", files.get()));
        if (wantsJson()) {
            printJson(plan);
        } else {
            PlanPrinter.print(plan, out(), err());
        }
        return ExitCode.DONE;
    }
}
