// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists backfills. */
@Command(name = "list", description = "Lists backfills, newest first.", mixinStandardHelpOptions = true)
final class BackfillListCommand extends RemoteCommand {

    @Option(names = "--job", paramLabel = "JOB", description = "only of this job")
    private @Nullable String job;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int limit;

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("job", job);
        query.put("limit", limit);
        return show(api.get("/api/backfills" + ApiClient.query(query)), this::print);
    }

    private void print(JsonNode backfills) {
        Table table = Table.of(">BACKFILL", "JOB", "STATE", "FROM", "TO", "SLICE", ">DONE", ">OF", "BEGUN", "BY");
        for (JsonNode backfill : backfills.get("items")) {
            table.row(
                    backfill.get("id").asString(),
                    backfill.get("job").asString(),
                    backfill.get("state").asString(),
                    backfill.get("from").asString(),
                    backfill.get("to").asString(),
                    backfill.get("slice").asString(),
                    Human.number(backfill.get("done")),
                    Human.number(backfill.get("slices")),
                    Human.distance(backfill.get("created_at"), now()),
                    backfill.get("created_by").asString());
        }
        table.print(out(), "There is no backfill" + (job == null ? "." : " of " + job + "."));
    }
}
