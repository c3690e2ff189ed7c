// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are recorded before and after each run's changes.
 *
 * @param table its name, schema-qualified where it is not in {@code public}
 * @param keep how many changed rows of a run are kept; more are only counted
 * @param holdAbove share of the table's rows, in percent, above which the run stops and asks; null for never
 * @param failAbove share of the table's rows, in percent, above which the run fails; null for never
 */
public record TrackedTable(
        String table,
        int keep,
        @Nullable Double holdAbove,
        @Nullable Double failAbove) {

    public static final int DEFAULT_KEEP = 1_000;

    /** Whether a run may not change as much of it as it likes. */
    public boolean isLimited() {
        return holdAbove != null || failAbove != null;
    }
}
