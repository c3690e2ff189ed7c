// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.change.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A changed row as people read it.
 *
 * @param key such as {@code id 17}; empty where the table has no primary key
 * @param cells the columns that differ; every column of a row that came or went
 */
public record ChangedRow(Change change, String key, List<Cell> cells) {

    // Numbers as they are: a numeric is no double.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final int LONGEST = 200;

    /**
     * One column.
     *
     * @param before null where the row came
     * @param after null where it went
     */
    public record Cell(
            String column,
            @Nullable String before,
            @Nullable String after) {}

    static List<ChangedRow> of(List<Change> changes) {
        return changes.stream().map(ChangedRow::of).toList();
    }

    static ChangedRow of(Change change) {
        JsonNode before = tree(change.before());
        JsonNode after = tree(change.after());
        List<Cell> cells = new ArrayList<>();
        for (String column : change.columns()) {
            cells.add(new Cell(column, text(before, column), text(after, column)));
        }
        JsonNode key = tree(change.key());
        String words = key == null
                ? ""
                : key.properties().stream()
                        .map(part -> part.getKey() + " " + words(part.getValue()))
                        .collect(Collectors.joining(", "));
        return new ChangedRow(change, words, cells);
    }

    public String verb() {
        return switch (change.kind()) {
            case "insert" -> "inserted";
            case "update" -> "updated";
            case "truncate" -> "truncated";
            default -> "deleted";
        };
    }

    /** A sign for those who do not see the colour. */
    public String mark() {
        return switch (change.kind()) {
            case "insert" -> "+";
            case "update" -> "~";
            default -> "−";
        };
    }

    private static @Nullable JsonNode tree(@Nullable String json) {
        return json == null ? null : JSON.readTree(json);
    }

    private static @Nullable String text(@Nullable JsonNode row, String column) {
        JsonNode value = row == null ? null : row.get(column);
        return value == null ? null : words(value);
    }

    private static String words(JsonNode value) {
        String text = value.isString()
                ? value.asString()
                : value.isNumber() ? value.decimalValue().toPlainString() : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
