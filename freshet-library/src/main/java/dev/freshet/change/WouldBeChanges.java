// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an attempt would have changed: read before its work is rolled back, written down after. */
record WouldBeChanges(List<Row> rows, List<Count> counts) {

    WouldBeChanges {
        rows = List.copyOf(rows);
        counts = List.copyOf(counts);
    }

    /** A row before and after, as JSON. */
    record Row(
            String table,
            String kind,
            @Nullable String key,
            @Nullable String before,
            @Nullable String after,
            List<String> columns) {}

    /** How many rows of one kind. */
    record Count(
            String table,
            String kind,
            long rows,
            int kept,
            long bytes,
            @Nullable Long rowsBefore,
            boolean estimated) {}
}
