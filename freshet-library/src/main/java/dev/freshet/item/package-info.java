// SPDX-License-Identifier: Apache-2.0
/**
 * Items: the units of a run's work, each worked on in a transaction of its own.
 *
 * <pre>
 *   listed -> waiting ----> done
 *               ^  \-----> failed -----> dismissed
 *               |             |              |
 *               +-- re-inject +--- restore --+
 * </pre>
 *
 * <p>Invariants: a list is made in one transaction, whole or not at all; an item's end commits with its work, guarded by
 * {@code state = 'waiting'}, so no item is done twice and none is lost, whatever dies when; read = done + failed +
 * dismissed + waiting at every moment; nobody changes waiting items while a run works on them.
 *
 * <p>{@link dev.freshet.item.ItemsEngine} is what every job type that has items stands on. Read it first, then
 * {@code ItemStore} (all SQL of the work) and {@link dev.freshet.item.ItemControl} (what people do to items).
 */
@NullMarked
package dev.freshet.item;

import org.jspecify.annotations.NullMarked;
