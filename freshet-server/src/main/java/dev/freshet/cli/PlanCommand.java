// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Shows what an apply would change. */
@Command(
        name = "plan",
        description = "Checks definitions and shows what applying them would change.",
        mixinStandardHelpOptions = true)
final class PlanCommand extends DefinitionsCommand {

    @Override
    String path() {
        return "/api/deployments/plan";
    }

    @Override
    void print(JsonNode plan) {
        PlanPrinter.print(plan, out(), err());
    }
}
