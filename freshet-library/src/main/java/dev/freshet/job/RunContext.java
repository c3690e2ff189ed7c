// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

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

    /** Tells how far the work is; cheap, may be called often. */
    void progress(long done, long total, @Nullable String note);

    /** Whether somebody asked to cancel; long Java work looks at it now and then. */
    boolean isCancelRequested();

    /**
     * Records the attempt's success inside the given session's transaction, so that it commits with the work or not at
     * all.
     *
     * @throws dev.freshet.error.FreshetException FENCED when the attempt is no longer in charge; roll back then
     */
    void recordSuccess(Session session, @Nullable Long rowsAffected);
}
