// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.audit.Actor;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.event.NodeObserver;
import dev.freshet.postgres.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether and how a run can be stopped, and where another one goes on; all inside the caller's transaction. */
final class RunResumption {

    private final JobStore jobs;
    private final RunStore runs;
    private final RunQueries queries;
    private final RunStopStore stops = new RunStopStore();
    private final RunItems items;
    private final NodeObserver observer;

    RunResumption(JobStore jobs, RunStore runs, RunQueries queries, RunItems items, NodeObserver observer) {
        this.jobs = jobs;
        this.runs = runs;
        this.queries = queries;
        this.items = items;
        this.observer = observer;
    }

    /** Stops a run: at once when it is queued, else at its next checkpoint. */
    void stop(Session session, Run run, String by, @Nullable String reason) {
        Job job = jobs.load(session, run.job());
        if (!job.definition().spec().stopsAtCheckpoints()) {
            throw illegal("Run " + run.id() + " of " + run.job() + " cannot be stopped: a job of type "
                    + job.definition().spec().type()
                    + " has no checkpoint to stop at. Cancel it instead (freshet cancel "
                    + run.id() + "); what it did not commit is rolled back.");
        }
        Run current = run;
        // Between two looks the run may be claimed, or fail and be queued again: then the other guard has to be tried.
        while (current.state().isActive()) {
            if (stops.stopQueued(session, run.id(), by, reason)) {
                Wakeups.send(session, Wakeups.ENDED + run.id());
                return;
            }
            if (stops.requestStop(session, run.id(), by, reason)) {
                runs.holdFollowUps(session, run.job(), "run " + run.id() + " was stopped by " + by);
                askToStop(session, run.id());
                return;
            }
            current = queries.find(session, run.id()).orElse(run);
            if (current.state() == RunState.STOPPING) {
                askToStop(session, run.id());
                return;
            }
            if (current.cancelRequestedAt() != null) {
                throw illegal("Run " + run.id() + " of " + run.job() + " is being cancelled, by "
                        + current.cancelRequestedBy() + "; that cannot be turned into a stop.");
            }
        }
        throw illegal("Run " + run.id() + " of " + run.job() + " is "
                + current.state().id() + "; only a queued or running run can be stopped.");
    }

    private void askToStop(Session session, long runId) {
        queries.find(session, runId)
                .map(Run::attemptId)
                .ifPresent(attempt -> Wakeups.send(session, RunControl.STOP + attempt));
        Wakeups.send(session, Wakeups.PROGRESS + runId);
    }

    /** Queues a run that goes on where an ended one left off. */
    long resume(Session session, Run ended, Actor actor) {
        Run run = locked(session, ended, "resumed");
        Optional<Long> resuming = stops.findResuming(session, run.id());
        if (resuming.isPresent()) {
            throw illegal("Run " + run.id() + " of " + run.job() + " was resumed already, by run " + resuming.get()
                    + ": look at that one.");
        }
        Long itemRun = run.itemRunId();
        if (itemRun != null) {
            if (items.countWaiting(session, itemRun) == 0) {
                throw illegal("No item of run " + run.id() + " waits, so there is nothing to resume. retry sends failed"
                        + " items through again; restart lists all items anew.");
            }
        } else if (!leftOff(session, run)) {
            throw illegal("Run " + run.id() + " of " + run.job() + " is "
                    + run.state().id()
                    + " and left nothing to go on from; only a stopped run, or one with a checkpoint or"
                    + " waiting items, can be resumed. restart does its work from the start.");
        }
        return queue(session, run, actor, run.id(), itemRun, null);
    }

    /** Whether an ended run did a part of its work that it needs not do again. */
    boolean hasRest(Session session, Run run) {
        Long itemRun = run.itemRunId();
        return itemRun != null
                ? items.countWaiting(session, itemRun) > 0
                : stops.findCheckpoint(session, run.id()).isPresent();
    }

    private boolean leftOff(Session session, Run run) {
        return run.state() == RunState.STOPPED
                || (run.state() != RunState.SUCCEEDED
                        && stops.findCheckpoint(session, run.id()).isPresent());
    }

    /** Queues a run that does the work of an ended one from the start. */
    long restart(Session session, Run ended, Actor actor) {
        Run run = locked(session, ended, "started again");
        return runs.queue(
                session, NewRun.retrying(jobs.load(session, run.job()), run, actor.name(), observer.traceParent()));
    }

    /** Queues a run that does again what failed: the failed items and those that wait, or else all of the work. */
    long retry(Session session, Run ended, Actor actor) {
        Long itemRun = ended.itemRunId();
        if (itemRun == null) {
            return restart(session, ended, actor);
        }
        Run run = locked(session, ended, "tried again");
        items.reinjectFailed(session, itemRun, actor.name());
        if (items.countWaiting(session, itemRun) == 0) {
            throw illegal("No item of run " + run.id() + " failed or waits, so there is nothing to try again. restart"
                    + " lists all items anew.");
        }
        return queueOnItems(session, run, actor, null);
    }

    /** Queues a run that works on those items of an ended one that wait. */
    long queueOnItems(Session session, Run run, Actor actor, @Nullable String idempotencyKey) {
        return queue(session, run, actor, null, run.itemRunId(), idempotencyKey);
    }

    /** The run as it stands, once nobody else can decide about it or its items until the transaction ends. */
    Run locked(Session session, Run run, String what) {
        Long itemRun = run.itemRunId();
        stops.lock(session, itemRun == null ? run.id() : itemRun);
        Run current = queries.find(session, run.id()).orElse(run);
        if (current.state().isActive()) {
            throw illegal("Run " + run.id() + " of " + run.job() + " is "
                    + current.state().id() + "; only a run that has ended can be " + what + "."
                    + (current.state() == RunState.STOPPING
                            ? " It ends at its next checkpoint."
                            : " Stop or cancel it first."));
        }
        if (itemRun != null) {
            stops.findWorkingOnItems(session, itemRun).ifPresent(working -> {
                throw illegal("Run " + working + " works on the items of run " + run.id()
                        + " now. Wait until it ends, or stop it first: freshet stop " + working);
            });
        }
        return current;
    }

    private long queue(
            Session session,
            Run run,
            Actor actor,
            @Nullable Long resumes,
            @Nullable Long items,
            @Nullable String idempotencyKey) {
        Job job = jobs.load(session, run.job());
        NewRun again = resumes == null
                ? NewRun.retrying(job, run, actor.name(), observer.traceParent())
                : NewRun.resuming(job, run, actor.name(), observer.traceParent());
        long id = runs.queue(session, idempotencyKey == null ? again : again.withKey(idempotencyKey));
        stops.link(session, id, resumes, items);
        stops.copyCheckpoint(session, run.id(), id);
        return id;
    }

    private static FreshetException illegal(String message) {
        return new FreshetException(ErrorCode.ILLEGAL_TRANSITION, message);
    }
}
