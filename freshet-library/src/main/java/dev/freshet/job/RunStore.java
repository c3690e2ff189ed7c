// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All SQL that changes {@code freshet.run} and {@code freshet.attempt}; {@link RunQueries} holds what only reads.
 *
 * <p>Every transition is one guarded UPDATE: it names the state (and the attempt) it starts from and changes nothing
 * when another was faster. Ending a run moves its row to another partition; whoever loses such a race gets a
 * serialization failure, which {@code Database.transaction} answers by trying again, and then finds the guard false.
 */
public final class RunStore {

    /** What fills up the past lets everything else go first. */
    private static final int BACKFILL_PRIORITY = -1;

    private static final String QUEUE = """
        INSERT INTO freshet.run (job, trigger, actor, parameters, scheduled_for, logical_time, exclusive, deployment_id,
                                 upstream_run_id, retries_run_id, idempotency_key, trace_parent,
                                 logical_end, backfill_id, priority, reason)
        VALUES (:job, :trigger, :actor, :parameters::jsonb, :scheduledFor, coalesce(:logicalTime, clock_timestamp()),
                :exclusive, :deployment, :upstream, :retries, :idempotencyKey, :traceParent,
                :logicalEnd, :backfill, :priority, :reason)
        RETURNING id
        """;

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private static final String NEXT_AVAILABLE = """
        SELECT available_at FROM freshet.run_active
        WHERE state = 'queued' AND held_because IS NULL AND available_at > now()
        ORDER BY available_at LIMIT 1
        """;

    private static final String ENTER = """
        UPDATE freshet.attempt SET backend_pids = array_append(backend_pids, pg_backend_pid())
        WHERE id = :attempt AND history = 'active' AND node_id = :node AND state IN ('running', 'stopping')
        """;

    private static final String LOCK_ATTEMPT = "SELECT pg_advisory_lock_shared(:class, :key)";

    private static final String SUCCEED = """
        WITH ended AS (
          UPDATE freshet.attempt SET state = 'succeeded', history = 'succeeded', ended_at = clock_timestamp()
          WHERE id = :attempt AND history = 'active' RETURNING run_id)
        UPDATE freshet.run r
        SET state = 'succeeded', history = 'succeeded', ended_at = clock_timestamp(), rows_affected = :rows, error = NULL
        FROM ended e WHERE r.id = e.run_id AND r.history = 'active' AND r.attempt_id = :attempt
        RETURNING r.id
        """;

    private static final String END = """
        WITH ended AS (
          UPDATE freshet.attempt SET state = :state, history = 'failed', ended_at = clock_timestamp(), error = :error::jsonb
          WHERE id = :attempt AND history = 'active' RETURNING run_id)
        UPDATE freshet.run r
        SET state = :state, history = 'failed', ended_at = clock_timestamp(), error = :error::jsonb
        FROM ended e WHERE r.id = e.run_id AND r.history = 'active' AND r.attempt_id = :attempt
        RETURNING r.id
        """;

    // What was asked to be cancelled or stopped is not tried again, however its attempt ended.
    private static final String RETRY = """
        WITH ended AS (
          UPDATE freshet.attempt SET state = 'failed', history = 'failed', ended_at = clock_timestamp(), error = :error::jsonb
          WHERE id = :attempt AND history = 'active' RETURNING run_id)
        UPDATE freshet.run r
        SET state = CASE WHEN r.cancel_requested_at IS NOT NULL THEN 'cancelled'
                         WHEN r.stop_requested_at IS NOT NULL THEN 'stopped' ELSE 'queued' END,
            history = CASE WHEN r.cancel_requested_at IS NULL AND r.stop_requested_at IS NULL THEN 'active' ELSE 'failed' END,
            ended_at = CASE WHEN r.cancel_requested_at IS NOT NULL OR r.stop_requested_at IS NOT NULL THEN clock_timestamp() END,
            available_at = clock_timestamp() + :delay::interval, error = :error::jsonb, node_id = NULL
        FROM ended e WHERE r.id = e.run_id AND r.history = 'active' AND r.attempt_id = :attempt
        RETURNING r.id
        """;

    private static final String IS_SUCCEEDED = """
        SELECT FROM freshet.attempt WHERE run_id = :run AND id = :attempt AND history = 'succeeded'
        """;

    private static final String FIND_ORPHANS = """
        SELECT r.id, r.attempt_id FROM freshet.run_active r
        WHERE r.state IN ('running', 'stopping')
          AND NOT freshet.node_is_open(r.node_id)
        ORDER BY r.id
        """;

    private static final String FIND_OWN = """
        SELECT r.id, r.attempt_id FROM freshet.run_active r
        WHERE r.state IN ('running', 'stopping') AND r.node_id = :node
        ORDER BY r.id
        """;

    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '1s'";

    private static final String MARK_ATTEMPT_LOST = """
        UPDATE freshet.attempt SET state = 'lost', history = 'failed', ended_at = clock_timestamp(), error = :error::jsonb
        WHERE id = :attempt AND history = 'active'
        """;

    private static final String REQUEUE_LOST = """
        UPDATE freshet.run
        SET state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled'
                         WHEN stop_requested_at IS NOT NULL THEN 'stopped' ELSE 'queued' END,
            history = CASE WHEN cancel_requested_at IS NULL AND stop_requested_at IS NULL THEN 'active' ELSE 'failed' END,
            ended_at = CASE WHEN cancel_requested_at IS NOT NULL OR stop_requested_at IS NOT NULL THEN clock_timestamp() END,
            available_at = clock_timestamp(), error = :error::jsonb, node_id = NULL
        WHERE id = :run AND history = 'active' AND attempt_id = :attempt AND state IN ('running', 'stopping')
        """;

    private static final String END_LOST = """
        UPDATE freshet.run SET state = :state, history = 'failed', ended_at = clock_timestamp(), error = :error::jsonb
        WHERE id = :run AND history = 'active' AND attempt_id = :attempt AND state IN ('running', 'stopping')
        """;

    private static final String CANCEL_QUEUED = """
        UPDATE freshet.run
        SET state = 'cancelled', history = 'failed', ended_at = clock_timestamp(), cancel_requested_at = clock_timestamp(),
            cancel_requested_by = :by, cancel_reason = :reason
        WHERE id = :run AND history = 'active' AND state = 'queued'
        """;

    private static final String REQUEST_CANCEL = """
        UPDATE freshet.run SET cancel_requested_at = clock_timestamp(), cancel_requested_by = :by, cancel_reason = :reason
        WHERE id = :run AND history = 'active' AND state IN ('running', 'stopping') AND cancel_requested_at IS NULL
        """;

    private static final String HOLD_FOLLOW_UPS = """
        UPDATE freshet.run_active SET held_because = :because
        WHERE job = :job AND state = 'queued' AND trigger IN ('schedule', 'dependency') AND attempt = 0 AND exclusive
          AND held_because IS NULL
        """;

    private static final String RELEASE = """
        UPDATE freshet.run_active SET held_because = NULL, scheduled_for = :tick, logical_time = :tick, logical_end = :end
        WHERE id = :run AND state = 'queued'
        """;

    private static final String CANCEL_QUEUED_OF_RETIRED = """
        UPDATE freshet.run r
        SET state = 'cancelled', history = 'failed', ended_at = clock_timestamp(), cancel_requested_at = clock_timestamp(),
            cancel_requested_by = 'deployment', cancel_reason = 'the job is not defined any more'
        FROM freshet.job j
        WHERE j.name = r.job AND j.retired_at IS NOT NULL AND r.history = 'active' AND r.state = 'queued'
        """;

    private static final String CANCEL_HELD_FOR_EVER = """
        UPDATE freshet.run r
        SET state = 'cancelled', history = 'failed', ended_at = clock_timestamp(), cancel_requested_at = clock_timestamp(),
            cancel_requested_by = 'deployment', cancel_reason = 'it was held until the next tick, and none will come that releases it'
        FROM freshet.job j
        WHERE r.history = 'active' AND r.state = 'queued' AND r.held_because IS NOT NULL AND j.name = r.job AND j.retired_at IS NULL
          AND (j.schedule IS NULL OR (j.definition ->> 'shadow')::boolean OR j.definition ->> 'overlap' = 'allow')
        """;

    private static final String PROGRESS = """
        UPDATE freshet.run_active SET progress_done = :done, progress_total = :total, progress_note = :note
        WHERE id = :run AND attempt_id = :attempt AND state IN ('running', 'stopping')
        """;

    private static final String BACKENDS_OF_ATTEMPT = """
        SELECT pid FROM pg_catalog.pg_locks
        WHERE locktype = 'advisory' AND classid = :class::int::oid AND objid = :key::int::oid AND objsubid = 2 AND granted
          AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
          AND pid <> pg_backend_pid()
        """;

    private static final String CANCEL_BACKEND = "SELECT pg_catalog.pg_cancel_backend(:pid)";
    private static final String TERMINATE_BACKEND = "SELECT pg_catalog.pg_terminate_backend(:pid)";

    /** Queues a run; it can be claimed when the session's transaction commits. */
    public long queue(Session session, NewRun run) {
        return session.query(QUEUE)
                .bind("job", run.job())
                .bind("trigger", run.trigger().id())
                .bind("actor", run.actor())
                .bind("parameters", RunJson.write(run.parameters()))
                .bind("scheduledFor", run.scheduledFor())
                .bind("logicalTime", run.logicalTime())
                .bind("exclusive", run.exclusive())
                .bind("deployment", run.deploymentId())
                .bind("upstream", run.upstreamRunId())
                .bind("retries", run.retriesRunId())
                .bind("idempotencyKey", run.idempotencyKey())
                .bind("traceParent", run.traceParent())
                .bind("logicalEnd", run.logicalEnd())
                .bind("reason", run.reason())
                .bind("backfill", run.backfillId())
                .bind("priority", run.backfillId() == null ? 0 : BACKFILL_PRIORITY)
                .one(row -> row.number("id"));
    }

    /** The database's clock. */
    Instant now(Session session) {
        return session.query(NOW).one(row -> row.instant("now"));
    }

    /** The first moment after the beginning of the session's transaction at which a queued run becomes claimable. */
    Optional<Instant> findNextAvailable(Session session) {
        return session.query(NEXT_AVAILABLE).first(row -> row.instant("available_at"));
    }

    /**
     * Makes a session work for an attempt: takes the attempt's lock, then checks that the attempt is still in charge. In
     * that order: whoever declares it lost does so first and then ends every session that holds the lock.
     *
     * @return false when the attempt is not in charge any more
     */
    boolean enter(Session session, long attemptId, long nodeId) {
        session.query(LOCK_ATTEMPT)
                .bind("class", AdvisoryLock.ATTEMPT)
                .bind("key", AdvisoryLock.key(attemptId))
                .list(row -> true);
        return session.query(ENTER)
                        .bind("attempt", attemptId)
                        .bind("node", nodeId)
                        .execute()
                == 1;
    }

    /** Ends attempt and run well; false when the attempt is not in charge any more. */
    boolean succeed(Session session, long attemptId, @Nullable Long rowsAffected) {
        return !session.query(SUCCEED)
                .bind("attempt", attemptId)
                .bind("rows", rowsAffected)
                .list(row -> true)
                .isEmpty();
    }

    /** Ends attempt and run as failed, cancelled or stopped; false when the attempt is not in charge any more. */
    boolean end(Session session, long attemptId, RunState state, @Nullable RunError error) {
        return !session.query(END)
                .bind("attempt", attemptId)
                .bind("state", state.id())
                .bind("error", RunJson.write(error))
                .list(row -> true)
                .isEmpty();
    }

    /** Whether the attempt's success is recorded: asked where it could not be ended, since a COMMIT's answer may be lost. */
    boolean isSucceeded(Session session, long runId, long attemptId) {
        return session.query(IS_SUCCEEDED)
                .bind("run", runId)
                .bind("attempt", attemptId)
                .first(row -> true)
                .isPresent();
    }

    /** Ends the attempt as failed and queues the run for another one. */
    boolean retry(Session session, long attemptId, RunError error, Duration delay) {
        return !session.query(RETRY)
                .bind("attempt", attemptId)
                .bind("error", RunJson.write(error))
                .bind("delay", delay)
                .list(row -> true)
                .isEmpty();
    }

    /** Running runs whose node is gone. */
    List<Claim> findOrphans(Session session) {
        return session.query(FIND_ORPHANS).list(row -> new Claim(row.number("id"), row.number("attempt_id")));
    }

    /** Running runs that a node claimed. */
    List<Claim> findOwn(Session session, long nodeId) {
        return session.query(FIND_OWN)
                .bind("node", nodeId)
                .list(row -> new Claim(row.number("id"), row.number("attempt_id")));
    }

    /** Makes the session's transaction give up where another one keeps a row locked. */
    void waitBriefly(Session session) {
        session.execute(LOCK_TIMEOUT);
    }

    boolean markAttemptLost(Session session, long attemptId, RunError error) {
        return session.query(MARK_ATTEMPT_LOST)
                        .bind("attempt", attemptId)
                        .bind("error", RunJson.write(error))
                        .execute()
                == 1;
    }

    boolean requeueLost(Session session, Claim claim, RunError error) {
        return session.query(REQUEUE_LOST)
                        .bind("run", claim.runId())
                        .bind("attempt", claim.attemptId())
                        .bind("error", RunJson.write(error))
                        .execute()
                == 1;
    }

    boolean endLost(Session session, Claim claim, RunState state, RunError error) {
        return session.query(END_LOST)
                        .bind("run", claim.runId())
                        .bind("attempt", claim.attemptId())
                        .bind("state", state.id())
                        .bind("error", RunJson.write(error))
                        .execute()
                == 1;
    }

    boolean cancelQueued(Session session, long runId, String by, @Nullable String reason) {
        return session.query(CANCEL_QUEUED)
                        .bind("run", runId)
                        .bind("by", by)
                        .bind("reason", reason)
                        .execute()
                == 1;
    }

    /** Asks for a running run to be cancelled; false when it does not run or was asked before. */
    public boolean requestCancel(Session session, long runId, String by, @Nullable String reason) {
        return session.query(REQUEST_CANCEL)
                        .bind("run", runId)
                        .bind("by", by)
                        .bind("reason", reason)
                        .execute()
                == 1;
    }

    /** Keeps scheduled follow-ups of a job from starting until the next tick releases them. */
    int holdFollowUps(Session session, String job, String because) {
        return session.query(HOLD_FOLLOW_UPS)
                .bind("job", job)
                .bind("because", because)
                .execute();
    }

    /** Lets a held run answer for a tick; {@code end} is the tick after it, or null. */
    public void release(Session session, long runId, Instant tick, @Nullable Instant end) {
        session.query(RELEASE)
                .bind("run", runId)
                .bind("tick", tick)
                .bind("end", end)
                .execute();
    }

    /** Cancels what is queued and can never start: for jobs that are not defined any more, or held for a tick that cannot come. */
    public int cancelWhatCannotStart(Session session) {
        return session.query(CANCEL_QUEUED_OF_RETIRED).execute()
                + session.query(CANCEL_HELD_FOR_EVER).execute();
    }

    void progress(Session session, long runId, long attemptId, long done, long total, @Nullable String note) {
        session.query(PROGRESS)
                .bind("run", runId)
                .bind("attempt", attemptId)
                .bind("done", done)
                .bind("total", total)
                .bind("note", note)
                .execute();
    }

    /** The backends whose sessions hold the attempt's lock. */
    List<Integer> listBackends(Session session, long attemptId) {
        return session.query(BACKENDS_OF_ATTEMPT)
                .bind("class", AdvisoryLock.ATTEMPT)
                .bind("key", AdvisoryLock.key(attemptId))
                .list(row -> row.integer("pid"));
    }

    void cancelBackend(Session session, int pid) {
        session.query(CANCEL_BACKEND).bind("pid", pid).list(row -> true);
    }

    void terminateBackend(Session session, int pid) {
        session.query(TERMINATE_BACKEND).bind("pid", pid).list(row -> true);
    }

    /** A run and the attempt in charge of it. */
    record Claim(long runId, long attemptId) {}
}
