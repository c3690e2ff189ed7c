// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.definition.ItemProcess;
import dev.freshet.job.RunContext;

/**
 * Makes the HTTP call of one item; registered by whoever knows HTTP.
 *
 * <p>At-least-once: the node may die between the answer and the item's end. {@link Item#runId()} and
 * {@link Item#number()} make a key that stays the same over every attempt and re-injection.
 */
@FunctionalInterface
public interface ItemCall {

    ItemOutcome call(RunContext context, ItemProcess.Http process, Item item);
}
