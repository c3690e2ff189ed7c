// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that a run changed. Rows are JSON; what the job redacts is masked.
 *
 * @param number its place among all changes
 * @param attempt the number of the attempt that made it
 * @param kind {@code insert}, {@code update}, {@code delete} or {@code truncate}
 * @param key the primary key as JSON, or null where there is none
 * @param columns which columns differ
 * @param applied false where it was rolled back: what the run would have done
 */
public record Change(
        long number,
        int attempt,
        String table,
        String kind,
        @Nullable String key,
        @Nullable String before,
        @Nullable String after,
        List<String> columns,
        boolean applied,
        Instant recordedAt) {

    public Change {
        columns = List.copyOf(columns);
    }
}
