// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.RefreshMode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A successful refresh, as far as it tells something about the next.
 *
 * @param rowsChanged rows deleted and inserted; null where that was not measured
 * @param rowCount rows in the view afterwards, or null
 */
record PastRefresh(
        @Nullable String mode,
        @Nullable Long rowsChanged,
        @Nullable Long rowCount,
        Duration took) {

    /** Whether it tells how much changes. */
    boolean isMeasured() {
        return RefreshMode.CONCURRENTLY.id().equals(mode) && rowsChanged != null && rowCount != null;
    }

    /** Which part of the rows became others: a row that did was deleted and inserted. */
    double changeRatio() {
        double rows = Math.max(1, Objects.requireNonNullElse(rowCount, 0L));
        return Math.min(1, Objects.requireNonNullElse(rowsChanged, 0L) / (2 * rows));
    }
}
