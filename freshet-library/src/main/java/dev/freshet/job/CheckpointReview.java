// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.TrackedTable;
import dev.freshet.postgres.Database;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks at work that commits as it goes, whenever it comes to a checkpoint, so that it ends there instead of going on when
 * it must not. Looks no more often than every half second, and spends no more than a twentieth of the time on it.
 * Thread-safe.
 */
final class CheckpointReview {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int SHARE_OF_TIME = 20;

    private final Database database;
    private final RunReview review;
    private final RunEvidence evidence;
    private final boolean limited;
    private long nextLookNanos = System.nanoTime() + BETWEEN_LOOKS.toNanos();

    CheckpointReview(Database database, RunReview review, RunEvidence evidence, Run run, JobDefinition job) {
        this.database = database;
        this.review = review;
        this.evidence = evidence;
        limited = run.approvedBy() == null
                && job.evidence().trackChanges().stream().anyMatch(TrackedTable::isLimited);
    }

    /** Whether the work ends here; why, is in the evidence then. */
    boolean endsWork(RunContext context) {
        return limited && look(context);
    }

    private synchronized boolean look(RunContext context) {
        long begun = System.nanoTime();
        if (evidence.refusal() != null) {
            return true;
        }
        if (begun - nextLookNanos < 0) {
            return false;
        }
        Optional<Judgement> refusal = database.call(session -> review.atCheckpoint(context, session));
        long now = System.nanoTime();
        nextLookNanos = now + Math.max(BETWEEN_LOOKS.toNanos(), SHARE_OF_TIME * (now - begun));
        refusal.ifPresent(evidence::found);
        return refusal.isPresent();
    }
}
