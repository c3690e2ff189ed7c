// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.RunError;

/** How the work on one item ended. */
public sealed interface ItemOutcome {

    /** Done; commits with what the worker wrote. */
    record Done() implements ItemOutcome {}

    /** Failed; what the worker wrote in the item's transaction is rolled back, and the error is kept with the item. */
    record Failed(RunError error) implements ItemOutcome {}
}
