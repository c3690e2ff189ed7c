// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.DatabaseClock;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.JobStore;
import dev.freshet.job.RunControl;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people do to backfills. Every act is written to the audit trail in its own transaction. */
public final class BackfillControl {

    private final Database database;
    private final DatabaseClock clock;
    private final JobStore jobs;
    private final RunControl runs;
    private final BackfillStore backfills;
    private final SliceStore slices;
    private final AuditStore audit;
    private final BackfillPlanner planner = new BackfillPlanner();

    public BackfillControl(
            Database database,
            DatabaseClock clock,
            JobStore jobs,
            RunControl runs,
            BackfillStore backfills,
            SliceStore slices,
            AuditStore audit) {
        this.database = database;
        this.clock = clock;
        this.jobs = jobs;
        this.runs = runs;
        this.backfills = backfills;
        this.slices = slices;
        this.audit = audit;
    }

    /**
     * What a backfill would do; writes nothing.
     *
     * @throws FreshetException JOB_NOT_FOUND, or INVALID_ARGUMENT with what would do instead
     */
    public BackfillPlan preview(BackfillRequest request) {
        return database.call(session -> planner.plan(jobs.load(session, request.job()), request, clock.instant()));
    }

    /**
     * Whose days the slices of a job are.
     *
     * @param wanted null for the zone of the job's schedule, or UTC where it has none
     * @throws FreshetException JOB_NOT_FOUND, or INVALID_ARGUMENT when there is no such zone
     */
    public ZoneId zone(String job, @Nullable String wanted) {
        return database.call(
                session -> BackfillPlanner.zone(jobs.load(session, job).definition(), wanted));
    }

    /**
     * Starts a backfill. Its runs start although the job is paused, as whatever people ask for does.
     *
     * @return its id
     * @throws FreshetException as {@link #preview}
     */
    public long start(BackfillRequest request, Actor actor) {
        return database.transaction(session -> {
            BackfillPlan plan = planner.plan(jobs.load(session, request.job()), request, clock.instant());
            long id = backfills.insert(session, plan, actor.name());
            slices.insert(session, id, plan.slices());
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("job", request.job());
            details.put("from", request.from().toString());
            details.put("to", request.to().toString());
            details.put("slice", plan.width().text());
            details.put("slices", plan.slices().size());
            details.put("parallel", request.parallel());
            details.put("beside", request.beside());
            record(session, actor, "backfill-start", id, request.reason(), details);
            return id;
        });
    }

    /**
     * Lets no further slice begin; those that run go on to their end.
     *
     * @throws FreshetException BACKFILL_NOT_FOUND, or ILLEGAL_TRANSITION when it does not run
     */
    public void stop(long id, Actor actor, @Nullable String reason) {
        act(id, "stop", Set.of(BackfillState.RUNNING), session -> {
            String note = "stopped by " + actor.name() + (reason == null ? "" : ": " + reason);
            change(session, id, Set.of(BackfillState.RUNNING), BackfillState.STOPPED, note);
            record(session, actor, "backfill-stop", id, reason, about(session, id));
        });
    }

    /**
     * Goes on with a stopped one.
     *
     * @throws FreshetException BACKFILL_NOT_FOUND, or ILLEGAL_TRANSITION when it is not stopped
     */
    public void resume(long id, Actor actor, @Nullable String reason) {
        act(id, "resume", Set.of(BackfillState.STOPPED), session -> {
            jobs.load(session, load(session, id).job());
            change(session, id, Set.of(BackfillState.STOPPED), BackfillState.RUNNING, null);
            record(session, actor, "backfill-resume", id, reason, about(session, id));
        });
    }

    /**
     * Ends it: what waits is not begun, what runs is cancelled.
     *
     * @throws FreshetException BACKFILL_NOT_FOUND, or ILLEGAL_TRANSITION when it has ended
     */
    public void cancel(long id, Actor actor, @Nullable String reason) {
        Set<BackfillState> open = Set.of(BackfillState.RUNNING, BackfillState.STOPPED);
        act(id, "cancel", open, session -> {
            String note = "cancelled by " + actor.name() + (reason == null ? "" : ": " + reason);
            change(session, id, open, BackfillState.CANCELLED, note);
            slices.cancelWaiting(session, id);
            for (long run : slices.listRuns(session, id)) {
                runs.cancel(session, run, actor.name(), "backfill " + id + " was " + note);
            }
            record(session, actor, "backfill-cancel", id, reason, about(session, id));
        });
    }

    /**
     * Gives slices that did not succeed another run; the backfill runs again.
     *
     * @param numbers only these slices; null for all that did not succeed
     * @return how many
     * @throws FreshetException BACKFILL_NOT_FOUND, or ILLEGAL_TRANSITION when there is none
     */
    public int retry(long id, @Nullable List<Integer> numbers, Actor actor, @Nullable String reason) {
        return database.transaction(session -> {
            lock(session, id);
            Backfill backfill = load(session, id);
            jobs.load(session, backfill.job());
            if (backfill.state() == BackfillState.CANCELLED) {
                throw new FreshetException(
                        ErrorCode.ILLEGAL_TRANSITION,
                        "Backfill " + id + " of " + backfill.job()
                                + " was cancelled and is over; start another one for the slices you want.");
            }
            int retried = slices.retry(session, id, numbers);
            if (retried == 0) {
                throw new FreshetException(
                        ErrorCode.ILLEGAL_TRANSITION,
                        "Backfill " + id + " of " + backfill.job() + " has no slice to try again"
                                + (numbers == null ? "" : " among " + numbers)
                                + "; only slices whose run failed, was lost, cancelled or stopped can be.");
            }
            change(
                    session,
                    id,
                    Set.of(BackfillState.RUNNING, BackfillState.STOPPED, BackfillState.SUCCEEDED, BackfillState.FAILED),
                    BackfillState.RUNNING,
                    null);
            Map<String, Object> details = about(session, id);
            details.put("slices", retried);
            record(session, actor, "backfill-retry", id, reason, details);
            return retried;
        });
    }

    /**
     * A backfill that must exist.
     *
     * @throws FreshetException BACKFILL_NOT_FOUND
     */
    public Backfill load(Session session, long id) {
        return backfills.find(session, id).orElseThrow(() -> missing(id));
    }

    private void act(long id, String what, Set<BackfillState> from, java.util.function.Consumer<Session> work) {
        database.transaction(session -> {
            lock(session, id);
            Backfill backfill = load(session, id);
            if (!from.contains(backfill.state())) {
                throw new FreshetException(
                        ErrorCode.ILLEGAL_TRANSITION,
                        "Backfill " + id + " of " + backfill.job() + " is "
                                + backfill.state().id() + "; only one that is "
                                + String.join(
                                        " or ",
                                        from.stream()
                                                .map(BackfillState::id)
                                                .sorted()
                                                .toList())
                                + " can be told to " + what + "."
                                + (backfill.bad() > 0 && what.equals("resume")
                                        ? " To run its failed slices again, retry it."
                                        : ""));
            }
            work.accept(session);
            return id;
        });
    }

    private void lock(Session session, long id) {
        if (!backfills.lock(session, id)) {
            throw missing(id);
        }
    }

    private void change(Session session, long id, Set<BackfillState> from, BackfillState state, @Nullable String note) {
        if (!backfills.change(session, id, from, state, note)) {
            throw new IllegalStateException("Backfill " + id + " changed although it was locked");
        }
    }

    private Map<String, Object> about(Session session, long id) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("job", load(session, id).job());
        return details;
    }

    private void record(
            Session session,
            Actor actor,
            String action,
            long id,
            @Nullable String reason,
            Map<String, Object> details) {
        audit.record(session, actor, action, "backfill", Long.toString(id), reason, details);
        Wakeups.send(session, Wakeups.BACKFILL);
    }

    private static FreshetException missing(long id) {
        return new FreshetException(
                ErrorCode.BACKFILL_NOT_FOUND,
                "There is no backfill " + id + "; GET /api/backfills or freshet backfill list lists them.");
    }
}
