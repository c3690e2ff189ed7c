// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts behind a picture, as plain text: whoever shows them escapes them. */
public record ChartTable(List<String> headers, List<Row> rows) {

    public ChartTable {
        headers = List.copyOf(headers);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.cells().size() != headers.size()) {
                throw new IllegalArgumentException(
                        "A row has " + row.cells().size() + " cells; expected " + headers.size() + ", one per header");
            }
        }
    }

    /**
     * One row.
     *
     * @param href what the row is about, to link from its first cell
     */
    public record Row(List<String> cells, @Nullable String href) {

        public Row {
            cells = List.copyOf(cells);
        }

        static Row of(String... cells) {
            return new Row(List.of(cells), null);
        }

        static Row linked(String href, String... cells) {
            return new Row(List.of(cells), href);
        }
    }
}
