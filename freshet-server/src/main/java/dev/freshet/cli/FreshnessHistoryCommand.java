// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tells how fresh a view was. */
@Command(
        name = "history",
        description = "Tells how fresh a view was: a sample each minute, and one at each change, oldest first.",
        mixinStandardHelpOptions = true)
final class FreshnessHistoryCommand extends RemoteCommand {

    @Parameters(paramLabel = "VIEW", description = "the view's name")
    private String view = "";

    @Option(names = "--from", paramLabel = "TIME", description = "from when on (default: 24 hours before the end)")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "until when (default: now)")
    private @Nullable String to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int limit;

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("from", from);
        query.put("to", to);
        query.put("limit", limit);
        String path = "/api/views/" + ApiClient.encode(view) + "/freshness/history" + ApiClient.query(query);
        return show(api.get(path), this::print);
    }

    private void print(JsonNode history) {
        Table table = Table.of("AT", "STATUS", ">LAG", ">SLA", "MEASURED", "CAUSE");
        for (JsonNode sample : history.get("items")) {
            String cause = Human.text(sample.path("cause_kind"));
            table.row(
                    sample.get("sampled_at").asString(),
                    sample.get("status").asString(),
                    Human.seconds(sample.path("lag_seconds")),
                    Human.seconds(sample.path("sla_seconds")),
                    "by " + sample.get("measured").asString(),
                    cause.equals("-") ? "" : cause);
        }
        table.print(out(), "Nothing was measured in that time.");
        if (history.hasNonNull("next")) {
            err().println("There is more; go on with --from "
                    + history.get("next").asString());
        }
    }
}
