// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists views. */
@Command(
        name = "views",
        description = "Lists views with their newest refreshes and how fresh they are.",
        mixinStandardHelpOptions = true)
final class ViewsCommand extends RemoteCommand {

    private static final int WIDTH_OF_NOTE = 90;

    @Override
    int call(ApiClient api) {
        return show(api.get("/api/views" + ApiClient.query(Map.of("limit", 1_000))), this::print);
    }

    private void print(JsonNode views) {
        Table table = Table.of("VIEW", "GROUP", "STATUS", ">AGE", ">SLA", "LAST REFRESH", ">TOOK", ">ROWS", "NOTE");
        for (JsonNode view : views.get("items")) {
            JsonNode freshness = view.path("freshness");
            JsonNode last = view.path("last_refresh");
            table.row(
                    view.get("name").asString(),
                    Human.text(view.path("group")),
                    view.get("defined").asBoolean() ? Human.text(freshness.path("status")) : "not declared",
                    Human.seconds(freshness.path("age_seconds")),
                    Human.seconds(freshness.path("sla_seconds")),
                    Human.text(last.path("status")),
                    Human.millis(last.path("duration_ms")),
                    Human.number(view.path("last_success").path("row_count")),
                    note(view, last));
        }
        table.print(out(), "The database has no materialized view, and none is declared.");
    }

    private static String note(JsonNode view, JsonNode last) {
        if (!view.get("exists").asBoolean()) {
            return "the database does not have it yet";
        }
        return last.hasNonNull("error_message") ? Human.line(last.get("error_message"), WIDTH_OF_NOTE) : "";
    }
}
