// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lists every path between two relations. */
@Command(
        name = "paths",
        description = "Lists every path along which rows of one relation come into another, as they are found.",
        mixinStandardHelpOptions = true)
final class LineagePathsCommand extends RemoteCommand {

    private static final String ROUTE = "/api/lineage/paths";
    private static final String LINES = "application/x-ndjson, application/json;q=0.9";

    @Parameters(paramLabel = "FROM", description = "the table, view or function that is read")
    private String from = "";

    @Parameters(paramLabel = "TO", description = "what reads it, directly or through others")
    private String to = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE}, at most 1000000)",
            defaultValue = "1000")
    private int limit;

    @Option(names = "--next", paramLabel = "CURSOR", description = "those that follow, as the part before says")
    private @Nullable String next;

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("from", from);
        query.put("to", to);
        query.put("cursor", next);
        query.put("limit", limit);
        try (Stream<String> lines = api.lines(ROUTE + ApiClient.query(query), LINES)) {
            long count = 0;
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                JsonNode line = ApiClient.JSON.readTree(each.next());
                if (line.has("path")) {
                    print(line, count++);
                    if (out().checkError()) {
                        // Whoever read on has enough: head, or a pager that was left.
                        return ExitCode.DONE;
                    }
                } else {
                    end(api, line, count);
                    return ExitCode.DONE;
                }
            }
        } catch (UncheckedIOException e) {
            throw new ApiClient.UnreachableException("The list of paths broke off (" + e.getMessage() + "); try again");
        }
        throw new ApiClient.UnreachableException("The list of paths broke off; try again");
    }

    private void print(JsonNode line, long before) {
        if (wantsJson()) {
            out().print((before == 0 ? "{\"items\":[\n" : ",\n") + line);
            out().flush();
            return;
        }
        out().println(String.join(" -> ", Human.texts(line.get("path"))));
    }

    private void end(ApiClient api, JsonNode line, long count) {
        if (wantsJson()) {
            out().println((count == 0 ? "{\"items\":[" : "\n") + "],\"next\":" + line.get("next") + "}");
        } else if (line.hasNonNull("next")) {
            err().println("More: freshet lineage paths " + from + " " + to + " --next "
                    + line.get("next").asString());
        } else if (count == 0 && next == null) {
            out().println("No path leads from " + from + " to " + to + "." + otherWayRound(api));
        }
    }

    private String otherWayRound(ApiClient api) {
        Map<String, Object> query = Map.of("from", to, "to", from, "limit", 1);
        boolean none = api.get(ROUTE + ApiClient.query(query)).get("items").isEmpty();
        return none ? "" : " The other way round there are some: freshet lineage paths " + to + " " + from;
    }
}
