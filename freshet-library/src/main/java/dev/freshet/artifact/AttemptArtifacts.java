// SPDX-License-Identifier: Apache-2.0
package dev.freshet.artifact;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Session;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one attempt keeps, within what its run may. Thread-safe. */
public final class AttemptArtifacts {

    private final ArtifactStore store = new ArtifactStore();
    private final ArtifactPolicy policy;
    private final long runId;
    private final int attempt;
    private final long attemptId;
    private @Nullable AtomicLong keptSoFar;

    public AttemptArtifacts(ArtifactPolicy policy, long runId, int attempt, long attemptId) {
        this.policy = policy;
        this.runId = runId;
        this.attempt = attempt;
        this.attemptId = attemptId;
    }

    /**
     * Keeps a file in the session's transaction, or, where it is too large, what there is to say of it.
     *
     * @throws FreshetException FENCED when the attempt is not in charge any more
     */
    public Artifact keep(Session session, NewArtifact file) {
        AtomicLong kept = keptSoFar(session);
        String refusal = policy.refusal(file.size(), kept.get());
        Artifact artifact = store.keep(session, runId, attempt, attemptId, file, refusal)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.FENCED,
                        "Attempt " + attemptId + " of run " + runId + " is not in charge any more; its artifact "
                                + file.name() + " is not kept."));
        if (refusal == null) {
            session.afterCommit(() -> kept.addAndGet(file.size()));
        }
        return artifact;
    }

    /** Counted here from the first artifact on: to add them all up for each would cost more with each. */
    private synchronized AtomicLong keptSoFar(Session session) {
        AtomicLong known = keptSoFar;
        if (known == null) {
            known = new AtomicLong(store.tally(session, runId).bytes());
            keptSoFar = known;
        }
        return known;
    }
}
