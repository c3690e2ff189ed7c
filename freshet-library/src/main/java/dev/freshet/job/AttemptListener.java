// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;

/** A feature that keeps records of its own about attempts and closes them when an attempt is found lost. */
@FunctionalInterface
public interface AttemptListener {

    /**
     * Called in the transaction that marks the attempt lost, so that both are seen at once.
     *
     * @param session that transaction; must not be committed here
     */
    void attemptLost(Session session, long runId, long attemptId, String reason);
}
