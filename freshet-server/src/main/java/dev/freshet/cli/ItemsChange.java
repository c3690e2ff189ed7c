// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Which items of a run are meant, and why something is done to them. */
final class ItemsChange {

    @Parameters(index = "0", paramLabel = "RUN", description = "id of the run")
    private long run;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ITEM",
            description = "numbers of items; all that fit without")
    private List<Long> items = List.of();

    @Option(names = "--error", paramLabel = "TEXT", description = "those whose error says so, or has this SQLSTATE")
    private @Nullable String error;

    @Option(names = "--key", paramLabel = "TEXT", description = "those whose key contains this")
    private @Nullable String key;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail")
    private @Nullable String reason;

    long run() {
        return run;
    }

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!items.isEmpty()) {
            body.put("items", items);
        }
        put(body, "error", error);
        put(body, "key", key);
        put(body, "reason", reason);
        return body;
    }

    /** How many items an answer speaks of: {@code 137 items}. */
    static String items(JsonNode changed) {
        return changed.path("items").isNumber()
                ? dev.freshet.server.text.Human.count(changed.get("items").asLong(), "item")
                : "As asked before, items";
    }

    static String one(JsonNode changed, String one, String more) {
        return changed.path("items").asLong() == 1 ? one : more;
    }

    private static void put(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
