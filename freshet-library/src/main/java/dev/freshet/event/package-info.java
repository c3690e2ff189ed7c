// SPDX-License-Identifier: Apache-2.0
/**
 * What a node tells of its own work while it does it: attempts, ticks and refreshes, as they begin and end.
 *
 * <p>Metrics and traces are made of it, outside of the library. Read {@link dev.freshet.event.NodeObserver} first. Whoever
 * observes is never in the way: {@link dev.freshet.event.NodeObservers} keeps faults of observers from the work.
 */
@NullMarked
package dev.freshet.event;

import org.jspecify.annotations.NullMarked;
