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

    /** The work failed; the retry policy decides what follows. */
    record Failed(RunError error) implements RunOutcome {}
}
