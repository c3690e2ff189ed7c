// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.RunError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Hides what a job redacts: the values at its paths, in payloads and wherever they turn up in errors. */
public final class PayloadMask {

    /** What is shown instead. */
    public static final String HIDDEN = "•••";

    /** Shorter values turn up everywhere by chance. */
    private static final int SHORTEST_IN_TEXT = 3;

    private final List<List<String>> paths;

    /**
     * Creates the mask.
     *
     * @param redact paths such as {@code customer.email}; each element of an array on the way is meant
     */
    public PayloadMask(List<String> redact) {
        paths = redact.stream().map(path -> List.of(path.split("\\."))).toList();
    }

    /** A payload for people, indented. */
    public String shown(String payload) {
        JsonNode json = ItemJson.MAPPER.readTree(payload);
        paths.forEach(path -> replace(json, path, 0, null));
        return ItemJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    /** An item for people: its payload indented, and its errors without what the payload hides. */
    public StoredItem shown(StoredItem item) {
        RunError error = item.error();
        List<StoredItem.Event> history = item.history().stream()
                .map(event -> new StoredItem.Event(
                        event.at(), event.what(), event.by(), event.run(), text(event.message(), item.payload())))
                .toList();
        return new StoredItem(
                item.runId(),
                item.number(),
                item.key(),
                shown(item.payload()),
                item.state(),
                item.attempts(),
                item.workedRunId(),
                item.endedAt(),
                error == null
                        ? null
                        : new RunError(
                                error.sqlState(),
                                Objects.requireNonNull(text(error.message(), item.payload())),
                                text(error.detail(), item.payload()),
                                text(error.hint(), item.payload()),
                                error.position(),
                                error.advice()),
                item.changedBy(),
                item.reason(),
                history);
    }

    /** A payload that somebody edited as it was shown to them: what is hidden still is what it was. */
    public String restored(String edited, String stored) {
        JsonNode json = ItemJson.MAPPER.readTree(edited);
        JsonNode original = ItemJson.MAPPER.readTree(stored);
        paths.forEach(path -> replace(json, path, 0, original));
        return ItemJson.MAPPER.writeValueAsString(json);
    }

    /** An error's text without the values that the payload has at the paths. */
    public @Nullable String text(@Nullable String text, String payload) {
        if (text == null || paths.isEmpty()) {
            return text;
        }
        String masked = text;
        JsonNode json = ItemJson.MAPPER.readTree(payload);
        for (List<String> path : paths) {
            List<String> values = new ArrayList<>();
            collect(json, path, 0, values);
            for (String value : values) {
                if (value.length() >= SHORTEST_IN_TEXT) {
                    masked = masked.replace(value, HIDDEN);
                }
            }
        }
        return masked;
    }

    /**
     * Walks down a path.
     *
     * @param original null to hide what is there; else where to take the value from that stands there hidden
     */
    private static void replace(JsonNode node, List<String> path, int depth, @Nullable JsonNode original) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                replace(array.get(i), path, depth, original == null ? null : original.path(i));
            }
        } else if (node instanceof ObjectNode object && object.has(path.get(depth))) {
            String name = path.get(depth);
            JsonNode child = object.get(name);
            JsonNode from = original == null ? null : original.path(name);
            if (depth < path.size() - 1) {
                replace(child, path, depth + 1, from);
            } else if (from == null) {
                object.set(name, StringNode.valueOf(HIDDEN));
            } else if (child.isString() && child.stringValue().equals(HIDDEN) && !from.isMissingNode()) {
                object.set(name, from);
            }
        }
    }

    private static void collect(JsonNode node, List<String> path, int depth, List<String> values) {
        if (depth == path.size()) {
            if (node.isValueNode() && !node.isNull()) {
                values.add(node.asString());
            }
            node.forEach(child -> collect(child, path, depth, values));
        } else if (node instanceof ArrayNode array) {
            array.forEach(element -> collect(element, path, depth, values));
        } else if (node.has(path.get(depth))) {
            collect(node.get(path.get(depth)), path, depth + 1, values);
        }
    }
}
