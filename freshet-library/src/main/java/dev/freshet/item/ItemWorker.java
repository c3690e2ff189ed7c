// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.postgres.Session;

/**
 * Works on one item.
 *
 * <p>Called by as many threads at once as the job's concurrency allows, each with a session of its own, inside the item's
 * transaction. That transaction begins on the server with the first statement, so a worker that calls somebody over the
 * network first keeps nothing open meanwhile. It must not be committed or rolled back here: the engine writes the item's
 * end into it and commits both.
 *
 * <p>An exception is a failed item, save for a lost connection, which ends the attempt. When the run is cancelled, the
 * session's statement fails or the thread is interrupted: let both pass through.
 */
@FunctionalInterface
public interface ItemWorker {

    ItemOutcome work(Session session, Item item);
}
