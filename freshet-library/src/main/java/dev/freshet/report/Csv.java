// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Rows as RFC 4180 has them: a heading, commas, CRLF, quotes where they are needed. */
final class Csv {

    /** What makes a spreadsheet take a text for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Csv() {}

    /** The columns are those of the first row. */
    static String of(List<Map<String, @Nullable Object>> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        List<String> columns = List.copyOf(rows.getFirst().keySet());
        StringBuilder csv = new StringBuilder();
        csv.append(line(columns));
        for (Map<String, @Nullable Object> row : rows) {
            csv.append(columns.stream().map(column -> cell(row.get(column))).collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return csv.toString();
    }

    private static String line(List<String> texts) {
        return texts.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    /**
     * Text that a spreadsheet would take for a formula gets an apostrophe in front: what a customer typed must not run on
     * the reader's machine. Numbers stay as they are.
     */
    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Number number -> number.toString();
            case Map<?, ?> map -> quoted(MAPPER.writeValueAsString(map));
            case Collection<?> list -> quoted(MAPPER.writeValueAsString(list));
            default -> {
                String text = value.toString();
                boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
                yield quoted(formula ? "'" + text : text);
            }
        };
    }

    private static String quoted(String text) {
        boolean needed = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                || !text.equals(text.strip());
        return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
