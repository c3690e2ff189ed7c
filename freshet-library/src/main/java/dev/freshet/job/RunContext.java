// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.artifact.Artifact;
import dev.freshet.artifact.NewArtifact;
import dev.freshet.definition.JobDefinition;
import dev.freshet.postgres.Session;
import org.jspecify.annotations.Nullable;

/** What an attempt has at hand while it runs. Thread-safe, but each {@link Session} belongs to one thread. */
public interface RunContext {

    /** The run as it was when claimed. */
    Run run();

    JobDefinition job();

    /** The attempt in charge: the fencing token. */
    long attemptId();

    /** The node that carries the attempt out. */
    long nodeId();

    /**
     * The attempt's main session, outside of a transaction. It holds the run's advisory lock, by which others find (and
     * end) its backend.
     */
    Session session();

    /**
     * Opens a further session of the attempt, found and ended like the main one. The caller closes it.
     *
     * @throws dev.freshet.error.FreshetException FENCED when the attempt is no longer in charge
     */
    Session openSession();

    RunLog log();

    /** Reports a business number of the run; the last one of a name counts. */
    void metric(String name, Number value);

    /** Tells how far the work is; cheap, may be called often. */
    void progress(long done, long total, @Nullable String note);

    /**
     * Keeps a file with the run, at once, whatever becomes of the work. What is larger than a run may keep is refused: the
     * log says so, and the artifact has no content.
     *
     * @throws dev.freshet.error.FreshetException FENCED when the attempt is no longer in charge
     */
    Artifact keep(NewArtifact file);

    /** As {@link #keep(NewArtifact)}, in the given session's transaction: kept with the work or not at all. */
    Artifact keep(Session session, NewArtifact file);

    /** Whether somebody asked to cancel; long Java work looks at it now and then. */
    boolean isCancelRequested();

    /**
     * Whether the work shall end at its next checkpoint: somebody asked, this node is
     * about to leave, or the work changed so much that somebody is to be asked first. Then finish what
     * is in hand and answer {@link RunOutcome.Stopped}; where everything is done by then, answer that.
     */
    boolean isStopRequested();

    /** What {@link #saveCheckpoint} saved last, in an earlier attempt or in the run this one resumes; null for nothing. */
    @Nullable
    String checkpoint();

    /**
     * Saves how far the work has come, inside the given session's transaction, so that it commits with the work up to there
     * or not at all.
     *
     * @param json any JSON value; the handler alone knows its meaning
     * @throws dev.freshet.error.FreshetException FENCED when the attempt is no longer in charge; roll back then
     */
    void saveCheckpoint(Session session, String json);

    /**
     * Notes, inside the given session's transaction, that the run lists items of its own, and so works on them from now on.
     *
     * @throws dev.freshet.error.FreshetException FENCED when the attempt is no longer in charge; roll back then
     */
    void recordItemsListed(Session session);

    /**
     * Whether the work ends for good: somebody cancelled the run, or its timeout ran out. Then what it began elsewhere may
     * be undone. False while another node goes on with the run, or is about to.
     */
    boolean isEndedForGood();

    /**
     * Records the attempt's success inside the given session's transaction, so that it commits with the work or not at
     * all.
     *
     * @throws dev.freshet.error.FreshetException FENCED when the attempt is no longer in charge; roll back then
     */
    void recordSuccess(Session session, @Nullable Long rowsAffected);
}
