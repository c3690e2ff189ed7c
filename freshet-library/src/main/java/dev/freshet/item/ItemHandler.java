// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.RunContext;
import dev.freshet.postgres.Session;

/** Java work on one item of an {@code items} job that names it: {@code process: {handler: NAME}}. */
@FunctionalInterface
public interface ItemHandler {

    /**
     * Works on the item in its transaction, which must be neither committed nor rolled back here; an exception rolls it
     * back and marks the item as failed.
     *
     * @param context of the run, for its log, its parameters and whether it was asked to end
     */
    void handle(RunContext context, Session session, Item item);
}
