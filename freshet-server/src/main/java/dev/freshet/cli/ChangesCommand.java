// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows which rows a run changed. */
@Command(
        name = "changes",
        description = "Shows which rows a run changed, before and after, in the tables its job tracks.",
        mixinStandardHelpOptions = true)
final class ChangesCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--table", paramLabel = "TABLE", description = "only of this table")
    private @Nullable String table;

    @Option(names = "--kind", paramLabel = "KIND", description = "only insert, update, delete or truncate")
    private @Nullable String kind;

    @Option(names = "--next", paramLabel = "N", description = "those that follow, as the part before says")
    private @Nullable String next;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE})",
            defaultValue = "50")
    private int limit;

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("table", table);
        query.put("kind", kind);
        query.put("next", next);
        query.put("limit", limit);
        return show(api.get("/api/runs/" + run + "/changes" + ApiClient.query(query)), this::print);
    }

    private void print(JsonNode changes) {
        Table summary = Table.of("TABLE", ">INSERTED", ">UPDATED", ">DELETED", ">TRUNCATED", ">SHARE", ">KEPT", "");
        for (JsonNode one : changes.get("summary")) {
            summary.row(
                    one.get("table").asString(),
                    Human.number(one.get("inserted")),
                    Human.number(one.get("updated")),
                    Human.number(one.get("deleted")),
                    Human.number(one.get("truncated")),
                    one.hasNonNull("share_percent")
                            ? String.format(
                                    java.util.Locale.ROOT,
                                    "%.1f %%",
                                    one.get("share_percent").asDouble())
                            : "",
                    Human.number(one.get("kept")),
                    one.get("applied").asBoolean() ? "" : "rolled back");
        }
        summary.print(out(), "Run " + run + " changed nothing in a table that its job tracks.");
        for (JsonNode change : changes.get("items")) {
            out().println();
            out().println(sign(change) + " " + change.get("table").asString() + " "
                    + (change.hasNonNull("key") ? change.get("key").toString() : "")
                    + (change.get("applied").asBoolean() ? "" : " (rolled back)"));
            lines(change).forEach(line -> out().println("    " + line));
        }
        if (changes.hasNonNull("next")) {
            out().println();
            out().println("More: freshet changes " + run + " --next "
                    + changes.get("next").asString());
        }
    }

    private static String sign(JsonNode change) {
        return switch (change.get("kind").asString()) {
            case "insert" -> "+";
            case "update" -> "~";
            default -> "-";
        };
    }

    private static List<String> lines(JsonNode change) {
        List<String> lines = new ArrayList<>();
        for (JsonNode name : change.get("columns")) {
            String column = name.asString();
            JsonNode before = change.path("before").path(column);
            JsonNode after = change.path("after").path(column);
            if (change.get("kind").asString().equals("update")) {
                lines.add(column + ": " + before + " -> " + after);
            } else {
                lines.add(column + ": " + (after.isMissingNode() ? before : after));
            }
        }
        return lines;
    }
}
