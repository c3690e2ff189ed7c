// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import org.jspecify.annotations.Nullable;

/**
 * What a run changed in one table. The numbers are exact, however many rows are kept; a row that was changed twice
 * counts twice, but in {@code touched} once.
 *
 * @param kept how many of the rows can be looked at
 * @param touched distinct rows touched, or null before the run's work was looked at
 * @param rowsBefore rows of the table before the run, or null before that
 * @param estimated whether {@code rowsBefore} is the planner's estimate
 * @param applied false where it was rolled back: what the run would have done
 */
public record ChangeSummary(
        String table,
        long inserted,
        long updated,
        long deleted,
        long truncated,
        long kept,
        @Nullable Long touched,
        @Nullable Long rowsBefore,
        boolean estimated,
        boolean applied) {

    public long changed() {
        return inserted + updated + deleted + truncated;
    }

    /** Share of the table's rows that was touched, in percent; null where it is not known or the table was empty. */
    public @Nullable Double share() {
        return touched == null || rowsBefore == null || rowsBefore == 0 ? null : 100.0 * touched / rowsBefore;
    }
}
