// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.event.NodeObserver;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What people do to jobs and runs. Every act is written to the audit trail in its own transaction. */
public final class RunControl {

    /** Prefix of the wake-up that asks a node to cancel an attempt. */
    static final String CANCEL = "cancel:";

    /** Prefix of the wake-up that asks a node to stop an attempt at its next checkpoint. */
    static final String STOP = "stop:";

    private static final String LOCK_KEY = "SELECT pg_advisory_xact_lock(hashtextextended(:text, 0))";

    private final Database database;
    private final JobStore jobs;
    private final RunStore runs;
    private final RunQueries queries;
    private final AuditStore audit;
    private final NodeObserver observer;
    private final RunResumption resumption;

    public RunControl(
            Database database,
            JobStore jobs,
            RunStore runs,
            RunQueries queries,
            AuditStore audit,
            RunItems items,
            NodeObserver observer) {
        this.database = database;
        this.jobs = jobs;
        this.runs = runs;
        this.queries = queries;
        this.audit = audit;
        this.observer = observer;
        this.resumption = new RunResumption(jobs, runs, queries, items, observer);
    }

    /**
     * Queues a run of a job now.
     *
     * @param idempotencyKey a second call with the same key returns the first one's run; null for none
     * @return the run's id
     * @throws FreshetException JOB_NOT_FOUND
     */
    public long runNow(
            String jobName,
            Map<String, Object> parameters,
            Trigger trigger,
            Actor actor,
            @Nullable String idempotencyKey) {
        return database.transaction(session -> {
            Job job = jobs.load(session, jobName);
            if (idempotencyKey != null) {
                Optional<Long> earlier = findByKey(session, jobName, idempotencyKey);
                if (earlier.isPresent()) {
                    return earlier.get();
                }
            }
            long id = runs.queue(
                    session,
                    NewRun.requested(job, trigger, actor.name(), parameters, idempotencyKey, observer.traceParent()));
            audit.record(session, actor, "run-now", "job", jobName, null, Map.of("run", id, "parameters", parameters));
            Wakeups.send(session, Wakeups.RUN);
            return id;
        });
    }

    /**
     * Queues a run that an application's transaction in another database asked for. Not in the audit trail: nobody controls
     * anything, as with {@code freshet.enqueue} in the home.
     *
     * @param actor the role that asked
     * @param idempotencyKey a second call with the same key returns the first one's run
     * @return the run's id
     * @throws FreshetException JOB_NOT_FOUND
     */
    public long enqueue(String jobName, Map<String, Object> parameters, String actor, String idempotencyKey) {
        return database.transaction(session -> {
            Job job = jobs.load(session, jobName);
            Optional<Long> earlier = findByKey(session, jobName, idempotencyKey);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            long id = runs.queue(session, NewRun.requested(job, Trigger.SQL, actor, parameters, idempotencyKey, null));
            Wakeups.send(session, Wakeups.RUN);
            return id;
        });
    }

    /**
     * Cancels a run: at once when it is queued; else its node ends the backends, proves it, and closes the run. Follow-up
     * runs that the schedule queued meanwhile are held until the next tick.
     *
     * @throws FreshetException RUN_NOT_FOUND, or ILLEGAL_TRANSITION when the run has ended
     */
    public void cancel(long runId, Actor actor, @Nullable String reason) {
        database.transaction(session -> {
            Run run = load(session, runId);
            if (!cancel(session, run, actor.name(), reason)) {
                throw new FreshetException(
                        ErrorCode.ILLEGAL_TRANSITION,
                        "Run " + runId + " of " + run.job() + " is "
                                + queries.find(session, runId)
                                        .orElse(run)
                                        .state()
                                        .id() + "; only a queued or running run can be cancelled.");
            }
            audit.record(session, actor, "cancel", "run", Long.toString(runId), reason, Map.of("job", run.job()));
            return runId;
        });
    }

    /**
     * Stops a run: it finishes what is in hand and ends at its next checkpoint as {@code stopped}, to be resumed from there;
     * a queued one at once. Follow-up runs that the schedule queued meanwhile are held until the next tick.
     *
     * @throws FreshetException RUN_NOT_FOUND, or ILLEGAL_TRANSITION when the run has ended or its job's type has no
     *     checkpoints
     */
    public void stop(long runId, Actor actor, @Nullable String reason) {
        database.transaction(session -> {
            Run run = load(session, runId);
            resumption.stop(session, run, actor.name(), reason);
            audit.record(session, actor, "stop", "run", Long.toString(runId), reason, Map.of("job", run.job()));
            return runId;
        });
    }

    /**
     * Queues a run that goes on where an ended one left off, with the same parameters and logical time: on the items that
     * wait, the views that are left, or from the checkpoint its handler saved. It starts although the job is paused, as
     * whatever people ask for does.
     *
     * @return the new run's id
     * @throws FreshetException RUN_NOT_FOUND, JOB_NOT_FOUND, or ILLEGAL_TRANSITION when the run has not ended, was resumed
     *     already or left nothing to go on from
     */
    public long resumeRun(long runId, Actor actor, @Nullable String reason) {
        return again(runId, "resume", actor, reason, (session, run) -> {
            refuseWhatAsks(run);
            return resumption.resume(session, run, actor);
        });
    }

    /**
     * Queues a run that does the work of an ended one again from the start: of the same job as it is defined now, with the
     * same parameters and the same logical time; items are listed anew.
     *
     * @return the new run's id
     * @throws FreshetException RUN_NOT_FOUND, JOB_NOT_FOUND, or ILLEGAL_TRANSITION when the run has not ended
     */
    public long restart(long runId, Actor actor, @Nullable String reason) {
        return again(runId, "restart", actor, reason, (session, run) -> resumption.restart(session, run, actor));
    }

    /**
     * Queues a run that does again what failed of an ended one: of items those that failed and those that wait; else all of
     * it, as {@link #restart} does.
     *
     * @return the new run's id
     * @throws FreshetException RUN_NOT_FOUND, JOB_NOT_FOUND, or ILLEGAL_TRANSITION when the run has not ended or no item
     *     failed or waits
     */
    public long retry(long runId, Actor actor, @Nullable String reason) {
        return again(runId, "retry", actor, reason, (session, run) -> {
            refuseWhatAsks(run);
            return resumption.retry(session, run, actor);
        });
    }

    /** What stopped to ask goes on when somebody says yes, not by another way. */
    private static void refuseWhatAsks(Run run) {
        if (run.awaitsApproval() && run.itemRunId() != null) {
            throw new FreshetException(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "Run " + run.id() + " of " + run.job() + " stopped to ask whether it may change so much. Approve it"
                            + " (freshet approve " + run.id() + "), and it goes on, or reject it (freshet reject "
                            + run.id() + ").");
        }
    }

    private long again(
            long runId, String act, Actor actor, @Nullable String reason, BiFunction<Session, Run, Long> queue) {
        return database.transaction(session -> {
            Run run = load(session, runId);
            long id = queue.apply(session, run);
            audit.record(session, actor, act, "run", Long.toString(runId), reason, Map.of("job", run.job(), "run", id));
            Wakeups.send(session, Wakeups.RUN);
            return id;
        });
    }

    /**
     * A run with items on which nobody works, locked until the transaction ends.
     *
     * @throws FreshetException RUN_NOT_FOUND, or ILLEGAL_TRANSITION when it or another one works on its items
     */
    public Run lockItems(Session session, long runId) {
        Run run = load(session, runId);
        if (run.itemRunId() == null) {
            throw new FreshetException(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "Run " + runId + " of " + run.job() + " has no items: it listed none (yet).");
        }
        return resumption.locked(session, run, "changed in its items");
    }

    /**
     * The job of a run.
     *
     * @throws FreshetException RUN_NOT_FOUND
     */
    public String jobOf(Session session, long runId) {
        return load(session, runId).job();
    }

    /** Queues, in the session's transaction, a run that works on those items of a locked one that wait. */
    public long queueOnItems(Session session, Run locked, Actor actor, @Nullable String idempotencyKey) {
        long id = resumption.queueOnItems(session, locked, actor, idempotencyKey);
        Wakeups.send(session, Wakeups.RUN);
        return id;
    }

    /** The run that an earlier request with the same key queued; holds back others with the key until the transaction ends. */
    public Optional<Long> findByKey(Session session, String jobName, String idempotencyKey) {
        session.query(LOCK_KEY)
                .bind("text", "freshet run " + jobName + " " + idempotencyKey)
                .list(row -> true);
        return queries.findByIdempotencyKey(session, jobName, idempotencyKey);
    }

    /**
     * Cancels a run as part of a greater act, in its transaction, which also writes the audit trail.
     *
     * @return false when the run had ended
     */
    public boolean cancel(Session session, long runId, String by, @Nullable String reason) {
        return queries.find(session, runId)
                .map(run -> cancel(session, run, by, reason))
                .orElse(false);
    }

    private boolean cancel(Session session, Run run, String by, @Nullable String reason) {
        Run current = run;
        // Between two looks the run may be claimed, or fail and be queued again: then the other guard has to be tried.
        while (current.state().isActive()) {
            if (runs.cancelQueued(session, run.id(), by, reason)) {
                Wakeups.send(session, Wakeups.ENDED + run.id());
                return true;
            }
            if (runs.requestCancel(session, run.id(), by, reason)) {
                if (run.trigger() != Trigger.BACKFILL) {
                    // What the schedule queued does not follow a slice of the past.
                    runs.holdFollowUps(session, run.job(), "run " + run.id() + " was cancelled by " + by);
                }
                askToCancel(session, queries, run.id());
                return true;
            }
            current = queries.find(session, run.id()).orElse(run);
            if (current.state() != RunState.QUEUED && current.cancelRequestedAt() != null) {
                askToCancel(session, queries, run.id());
                return true;
            }
        }
        return false;
    }

    /** Wakes the node that carries a run out, so that it looks at the request to cancel. */
    public static void askToCancel(Session session, RunQueries queries, long runId) {
        queries.find(session, runId).map(Run::attemptId).ifPresent(attempt -> Wakeups.send(session, CANCEL + attempt));
    }

    /**
     * Pauses a job: its ticks are recorded as skipped until it is resumed.
     *
     * @param until when the pause ends by itself; null for never
     * @throws FreshetException JOB_NOT_FOUND, or INVALID_ARGUMENT when the end has passed
     */
    public void pause(String jobName, Actor actor, @Nullable String reason, @Nullable Instant until) {
        database.transaction(session -> {
            jobs.load(session, jobName);
            checkEnd(session, jobName, until);
            jobs.pause(session, jobName, actor.name(), reason, until);
            audit.record(
                    session,
                    actor,
                    "pause",
                    "job",
                    jobName,
                    reason,
                    until == null ? Map.of() : Map.of("until", until.toString()));
            Wakeups.send(session, Wakeups.DEFINITIONS);
            return jobName;
        });
    }

    private void checkEnd(Session session, String jobName, @Nullable Instant until) {
        Instant now = runs.now(session);
        if (until != null && !until.isAfter(now)) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The pause of " + jobName + " would end at " + until + ", which has passed (it is " + now
                            + "); give a moment ahead, or none to pause it until somebody resumes it.");
        }
    }

    /** Ends a pause; does nothing when there was none. */
    public void resume(String jobName, Actor actor, @Nullable String reason) {
        database.transaction(session -> {
            jobs.load(session, jobName);
            if (jobs.resume(session, jobName)) {
                audit.record(session, actor, "resume", "job", jobName, reason, Map.of());
                List.of(Wakeups.DEFINITIONS, Wakeups.RUN).forEach(message -> Wakeups.send(session, message));
            }
            return jobName;
        });
    }

    private Run load(Session session, long runId) {
        return queries.find(session, runId)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.RUN_NOT_FOUND,
                        "There is no run " + runId
                                + "; it may have been pruned. GET /api/runs or freshet runs lists runs."));
    }
}
