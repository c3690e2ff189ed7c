// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;
import java.util.List;

/** A feature that follows the success of runs, in the transaction that records it. */
@FunctionalInterface
public interface RunListener {

    /**
     * Called before the success commits; what it writes is seen at once with it.
     *
     * @param session the recording transaction; must not be committed here
     */
    void runSucceeded(Session session, Run run);

    /** As {@link #runSucceeded}, for runs whose success is recorded together. */
    default void runsSucceeded(Session session, List<Run> runs) {
        runs.forEach(run -> runSucceeded(session, run));
    }
}
