// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;
import java.util.Optional;

/** Looks at each attempt's work before its success is recorded: metrics, checks, and how much of a table it changed. */
@FunctionalInterface
public interface RunReview {

    /** Finds nothing, and nothing wrong. */
    RunReview NONE = (context, session, inTransaction) -> Judgement.NONE;

    /**
     * The work is about to begin.
     *
     * @param context whose main session is outside of a transaction
     */
    default void begins(RunContext context) {}

    /**
     * The work is at a checkpoint: what it did so far is committed, and it could end here.
     * Asked only of runs with limits that nobody lifted.
     *
     * @param session one of the service's own
     * @return why it must not go on, and whether it asks; empty when it may
     */
    default Optional<Judgement> atCheckpoint(RunContext context, Session session) {
        return Optional.empty();
    }

    /**
     * The work is done and its success not recorded yet.
     *
     * @param session the attempt's main session
     * @param inTransaction whether the work is still in the session's transaction, which is rolled back when it is refused
     */
    Judgement judge(RunContext context, Session session, boolean inTransaction);
}
