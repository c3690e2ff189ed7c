// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of ending runs at checkpoints and of going on from there. */
public final class RunStopStore {

    private static final String STOP_QUEUED = """
        UPDATE freshet.run
        SET state = 'stopped', history = 'failed', ended_at = clock_timestamp(), stop_requested_at = clock_timestamp(),
            stop_requested_by = :by, stop_reason = :reason
        WHERE id = :run AND history = 'active' AND state = 'queued'
        """;

    private static final String REQUEST_STOP = """
        UPDATE freshet.run
        SET state = 'stopping', stop_requested_at = clock_timestamp(), stop_requested_by = :by, stop_reason = :reason
        WHERE id = :run AND history = 'active' AND state = 'running' AND cancel_requested_at IS NULL
        """;

    private static final String LIST_REQUESTS = """
        SELECT attempt_id FROM freshet.run_active WHERE node_id = :node AND state = 'stopping'
        """;

    // What somebody asked to be cancelled or stopped meanwhile is not handed over: nobody shall take it up.
    private static final String HAND_OVER = """
        WITH ended AS (
          UPDATE freshet.attempt SET state = :state, history = 'failed', ended_at = clock_timestamp(), error = :error::jsonb
          WHERE id = :attempt AND history = 'active' RETURNING run_id)
        UPDATE freshet.run r
        SET state = CASE WHEN r.cancel_requested_at IS NOT NULL THEN 'cancelled'
                         WHEN r.stop_requested_at IS NOT NULL THEN 'stopped' ELSE 'queued' END,
            history = CASE WHEN r.cancel_requested_at IS NULL AND r.stop_requested_at IS NULL THEN 'active' ELSE 'failed' END,
            ended_at = CASE WHEN r.cancel_requested_at IS NOT NULL OR r.stop_requested_at IS NOT NULL THEN clock_timestamp() END,
            available_at = clock_timestamp(), error = :error::jsonb, node_id = NULL
        FROM ended e WHERE r.id = e.run_id AND r.history = 'active' AND r.attempt_id = :attempt
        RETURNING r.id
        """;

    // One at a time for each run: whoever goes on with it looks first whether somebody else does.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('freshet resume ' || :run, 0))";

    private static final String FIND_RESUMING = """
        SELECT id FROM freshet.run WHERE resumes_run_id = :run ORDER BY id DESC LIMIT 1
        """;

    private static final String FIND_WORKING_ON_ITEMS = """
        SELECT id FROM freshet.run WHERE item_run_id = :run AND history = 'active' ORDER BY id LIMIT 1
        """;

    private static final String LIST_WITH_ITEMS = """
        SELECT id FROM freshet.run WHERE item_run_id = :run ORDER BY id LIMIT :limit
        """;

    private static final String LINK = """
        UPDATE freshet.run_active SET resumes_run_id = :resumes, item_run_id = :items WHERE id = :run AND state = 'queued'
        """;

    private static final String RECORD_ITEMS_LISTED = """
        UPDATE freshet.run SET item_run_id = id
        WHERE history = 'active' AND attempt_id = :attempt AND state IN ('running', 'stopping') AND item_run_id IS NULL
        """;

    private static final String FIND_CHECKPOINT = "SELECT value FROM freshet.checkpoint WHERE run_id = :run";

    private static final String SAVE_CHECKPOINT = """
        INSERT INTO freshet.checkpoint AS c (run_id, value)
        SELECT :run, :value::jsonb WHERE freshet.attempt_may_write(:run, :attempt)
        ON CONFLICT (run_id) DO UPDATE SET value = excluded.value, saved_at = clock_timestamp()
        """;

    private static final String COPY_CHECKPOINT = """
        INSERT INTO freshet.checkpoint (run_id, value) SELECT :to, value FROM freshet.checkpoint WHERE run_id = :from
        """;

    private static final String PRUNE_CHECKPOINTS = """
        DELETE FROM freshet.checkpoint c WHERE c.saved_at < clock_timestamp() - :age::interval
          AND NOT EXISTS (SELECT FROM freshet.run_active r WHERE r.id = c.run_id)
        """;

    boolean stopQueued(Session session, long runId, String by, @Nullable String reason) {
        return ask(session, STOP_QUEUED, runId, by, reason);
    }

    /** Asks a running run to end at its next checkpoint; false when it does not run or was asked before. */
    boolean requestStop(Session session, long runId, String by, @Nullable String reason) {
        return ask(session, REQUEST_STOP, runId, by, reason);
    }

    private static boolean ask(Session session, String sql, long runId, String by, @Nullable String reason) {
        return session.query(sql)
                        .bind("run", runId)
                        .bind("by", by)
                        .bind("reason", reason)
                        .execute()
                == 1;
    }

    /** Attempts of a node that somebody asked to stop. */
    List<Long> listRequests(Session session, long nodeId) {
        return session.query(LIST_REQUESTS).bind("node", nodeId).list(row -> row.number("attempt_id"));
    }

    /**
     * Ends an attempt whose node leaves, and queues its run for another one.
     *
     * @param state of the attempt: stopped at a checkpoint, or lost in the middle
     * @param error why the attempt ended, or null
     */
    boolean handOver(Session session, long attemptId, RunState state, @Nullable RunError error) {
        return !session.query(HAND_OVER)
                .bind("attempt", attemptId)
                .bind("state", state.id())
                .bind("error", RunJson.write(error))
                .list(row -> true)
                .isEmpty();
    }

    /** Lets one transaction at a time decide who goes on with a run or its items. */
    public void lock(Session session, long runId) {
        session.query(LOCK).bind("run", Long.toString(runId)).list(row -> true);
    }

    /** The newest run that resumes another. */
    public Optional<Long> findResuming(Session session, long runId) {
        return session.query(FIND_RESUMING).bind("run", runId).first(row -> row.number("id"));
    }

    /** The run that works on a run's items now or will soon. */
    public Optional<Long> findWorkingOnItems(Session session, long itemRunId) {
        return session.query(FIND_WORKING_ON_ITEMS).bind("run", itemRunId).first(row -> row.number("id"));
    }

    /** The runs that worked on a run's items, itself among them, oldest first. */
    public List<Long> listWithItems(Session session, long itemRunId, int limit) {
        return session.query(LIST_WITH_ITEMS)
                .bind("run", itemRunId)
                .bind("limit", limit)
                .list(row -> row.number("id"));
    }

    /** Says of a run just queued where it goes on. */
    void link(Session session, long runId, @Nullable Long resumes, @Nullable Long items) {
        session.query(LINK)
                .bind("run", runId)
                .bind("resumes", resumes)
                .bind("items", items)
                .execute();
    }

    boolean recordItemsListed(Session session, long attemptId) {
        return session.query(RECORD_ITEMS_LISTED).bind("attempt", attemptId).execute() == 1;
    }

    /** Whether a run's handler saved a checkpoint. */
    public boolean hasCheckpoint(Session session, long runId) {
        return findCheckpoint(session, runId).isPresent();
    }

    Optional<String> findCheckpoint(Session session, long runId) {
        return session.query(FIND_CHECKPOINT).bind("run", runId).first(row -> row.text("value"));
    }

    boolean saveCheckpoint(Session session, long runId, long attemptId, String json) {
        return session.query(SAVE_CHECKPOINT)
                        .bind("run", runId)
                        .bind("attempt", attemptId)
                        .bind("value", json)
                        .execute()
                == 1;
    }

    boolean copyCheckpoint(Session session, long from, long to) {
        return session.query(COPY_CHECKPOINT).bind("from", from).bind("to", to).execute() == 1;
    }

    /** Forgets checkpoints that nobody can go on from any more. */
    int pruneCheckpoints(Session session, Duration age) {
        return session.query(PRUNE_CHECKPOINTS).bind("age", age).execute();
    }
}
