// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lists breaches. */
@Command(
        name = "breaches",
        description = "Lists times in which views lagged behind more than was promised, newest first.",
        mixinStandardHelpOptions = true)
final class FreshnessBreachesCommand extends RemoteCommand {

    private static final int WIDTH_OF_CAUSE = 90;

    @Parameters(paramLabel = "VIEW", arity = "0..1", description = "only of this view")
    private @Nullable String view;

    @Option(names = "--open", description = "only those that last")
    private boolean open;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int limit;

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("open", open ? true : null);
        query.put("limit", limit);
        String path = view == null ? "/api/breaches" : "/api/views/" + ApiClient.encode(view) + "/breaches";
        return show(api.get(path + ApiClient.query(query)), this::print);
    }

    private void print(JsonNode breaches) {
        Table table = Table.of("VIEW", "BEGAN", ">LASTED", ">WORST LAG", ">SLA", "CAUSE", "");
        for (JsonNode breach : breaches.get("items")) {
            String lasted = Human.seconds(breach.path("seconds"));
            table.row(
                    breach.get("name").asString(),
                    breach.get("began_at").asString(),
                    breach.hasNonNull("ended_at") ? lasted : lasted + " so far",
                    Human.seconds(breach.path("worst_lag_seconds")),
                    Human.seconds(breach.path("sla_seconds")),
                    breach.get("cause_kind").asString(),
                    Human.line(breach.path("cause"), WIDTH_OF_CAUSE));
        }
        table.print(out(), "No promise was broken.");
    }
}
