// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Tells what is fresh. */
@Command(
        name = "freshness",
        description = "Tells how old everything is, against what was promised.",
        mixinStandardHelpOptions = true)
final class FreshnessCommand extends RemoteCommand {

    private static final int WIDTH_OF_CAUSE = 90;

    @Override
    int call(ApiClient api) {
        return show(api.get("/api/freshness"), this::print);
    }

    private void print(JsonNode freshness) {
        Table table = Table.of("NAME", "KIND", "STATUS", ">LAG", ">SLA", "AS OF", "CAUSE");
        for (JsonNode item : freshness.get("items")) {
            String cause = Human.line(item.path("cause"), WIDTH_OF_CAUSE);
            table.row(
                    item.get("name").asString(),
                    item.get("kind").asString(),
                    item.get("status").asString(),
                    Human.seconds(item.path("lag_seconds")),
                    Human.seconds(item.path("sla_seconds")),
                    Human.text(item.path("as_of")),
                    cause.equals("-") ? "" : cause);
        }
        table.print(out(), "No view is declared.");
    }
}
