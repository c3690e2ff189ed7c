// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import org.jspecify.annotations.Nullable;

/** How an attempt ended, as its handler sees it. */
public sealed interface RunOutcome {

    /**
     * The work is done.
     *
     * @param rowsAffected rows inserted, updated or deleted, or null where nobody counts
     * @param recorded whether the handler already recorded the success in the transaction of the work itself
     */
    record Succeeded(@Nullable Long rowsAffected, boolean recorded) implements RunOutcome {}

    /**
     * The work failed.
     *
     * @param isFinal whether no further attempt can mend it, whatever the retry policy says
     */
    record Failed(RunError error, boolean isFinal) implements RunOutcome {

        /** The work failed; the retry policy decides what follows. */
        public Failed(RunError error) {
            this(error, false);
        }

        /** The work failed, and doing it again as a whole would not help. */
        public static Failed forGood(RunError error) {
            return new Failed(error, true);
        }
    }

    /**
     * The work ended early at a checkpoint, because {@link RunContext#isStopRequested} said so; it can be resumed from
     * there.
     */
    record Stopped() implements RunOutcome {}
}
