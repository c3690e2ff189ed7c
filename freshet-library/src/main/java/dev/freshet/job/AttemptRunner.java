// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.event.AttemptBegin;
import dev.freshet.event.AttemptEnd;
import dev.freshet.event.NodeObserver;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one attempt from its first line of log to its recorded end. */
final class AttemptRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);
    private static final Duration RECORDING_RETRY = Duration.ofMillis(200);
    /** Another one may have been in the way the first times. */
    private static final int REFUSED_AT_MOST = 5;

    private static final Duration TERMINATE_WITHIN = Duration.ofSeconds(2);

    private final Database database;
    private final RunStore store;
    private final RunEnder ender;
    private final Map<String, JobHandler> handlers;
    private final RandomGenerator random;
    private final NodeObserver observer;
    private final InstantSource clock;
    private final Consumer<RunExecution> slotFreed;

    AttemptRunner(
            Database database,
            RunStore store,
            RunEnder ender,
            Map<String, JobHandler> handlers,
            RandomGenerator random,
            NodeObserver observer,
            InstantSource clock,
            Consumer<RunExecution> slotFreed) {
        this.database = database;
        this.store = store;
        this.ender = ender;
        this.handlers = Map.copyOf(handlers);
        this.random = random;
        this.observer = observer;
        this.clock = clock;
        this.slotFreed = slotFreed;
    }

    void run(RunExecution execution) {
        try (LogContext context = LogContext.of(execution)) {
            NodeObserver.Watch<AttemptEnd> watch = observer.attemptBegins(begin(execution));
            watch.ended(carryOut(execution));
        }
    }

    private AttemptBegin begin(RunExecution execution) {
        Run run = execution.run();
        Duration waited = Duration.between(run.availableAt(), clock.instant());
        return new AttemptBegin(
                run.id(),
                execution.attemptId(),
                run.attempt(),
                run.job(),
                execution.job().spec().type(),
                run.trigger().id(),
                execution.nodeId(),
                waited.isNegative() ? Duration.ZERO : waited,
                run.scheduledFor(),
                run.upstreamRunId(),
                run.traceParent());
    }

    private AttemptEnd carryOut(RunExecution execution) {
        RunOutcome outcome = work(execution);
        execution.stopsWorking();
        // An interrupt was meant for the work; what follows must be written.
        Thread.interrupted();
        RunExecution.End end = execution.requestedEnd();
        boolean clean = end == null && !(outcome instanceof RunOutcome.Failed);
        execution.closeSessions(clean);
        slotFreed.accept(execution);
        AttemptEnd.Outcome recorded =
                end == RunExecution.End.FENCED ? AttemptEnd.Outcome.FENCED : record(execution, outcome, end);
        boolean failing = recorded != AttemptEnd.Outcome.SUCCEEDED;
        @Nullable RunError error = failing && outcome instanceof RunOutcome.Failed failed ? failed.error() : null;
        return new AttemptEnd(
                recorded,
                error == null ? null : error.sqlState(),
                error == null ? null : error.message(),
                execution.buffer().leftOut());
    }

    private RunOutcome work(RunExecution execution) {
        JobDefinition job = execution.job();
        JobHandler handler = handlers.get(job.spec().type());
        if (handler == null) {
            return new RunOutcome.Failed(RunError.of(
                    "No node knows how to run jobs of type " + job.spec().type(),
                    "Known types: " + handlers.keySet().stream().sorted().toList()));
        }
        try {
            execution.worksOn(Thread.currentThread());
            if (execution.isCancelRequested()) {
                return new RunOutcome.Failed(RunError.of("It was asked to end before its work began", null));
            }
            execution.log().info("Attempt " + execution.run().attempt() + " begins");
            execution.beginReview();
            RunOutcome outcome = handler.run(execution);
            if (execution.evidence().isLookedAt(job) && !execution.isCancelRequested()) {
                lookAt(execution, outcome);
            }
            return outcome;
        } catch (FreshetException e) {
            return failed(execution, e);
        } catch (RuntimeException | Error e) {
            // What is asked to end early may end in any way.
            if (execution.requestedEnd() == null) {
                LOG.warn("Run {} of {} failed unexpectedly", execution.run().id(), job.name(), e);
            }
            return failed(execution, e);
        }
    }

    /** What failed in part has done the rest: its numbers tell of that, and change nothing about its end. */
    private static void lookAt(RunExecution execution, RunOutcome outcome) {
        switch (outcome) {
            case RunOutcome.Succeeded done when !done.recorded() -> execution.judge(execution.session(), false);
            case RunOutcome.Failed failed when failed.isFinal() -> execution.take(execution.session());
            default -> {
                // A success that committed with its work was looked at before; what is tried or resumed will be.
            }
        }
    }

    private static RunOutcome failed(RunExecution execution, Throwable e) {
        if (e instanceof RuntimeException failure && isFenced(failure)) {
            execution.requestEnd(RunExecution.End.FENCED);
        }
        RunError refusal = execution.evidence().refusal();
        if (refusal != null && e instanceof FreshetException freshet && freshet.code() == ErrorCode.REFUSED) {
            return new RunOutcome.Failed(refusal);
        }
        return new RunOutcome.Failed(RunError.of(e));
    }

    /**
     * Writes the end; goes on trying until the lease is lost, since a run without an end would be carried out by nobody
     * and taken over by nobody. What is refused again and again ends plainly.
     */
    private AttemptEnd.Outcome record(RunExecution execution, RunOutcome outcome, RunExecution.@Nullable End end) {
        int refused = 0;
        @Nullable RuntimeException failure = null;
        while (execution.requestedEnd() != RunExecution.End.FENCED) {
            // Asked for meanwhile, it counts, too.
            boolean cancel = execution.requestedEnd() == RunExecution.End.CANCEL;
            RunExecution.@Nullable End now = cancel ? RunExecution.End.CANCEL : end;
            try {
                return refused < REFUSED_AT_MOST
                        ? recordOnce(execution, outcome, now)
                        : recordPlainly(execution, now, Objects.requireNonNull(failure));
            } catch (RuntimeException e) {
                if (isFenced(e)) {
                    break;
                }
                refused += mayPass(e) ? 0 : 1;
                if (failure == null) {
                    LOG.warn(
                            "The end of run {} could not be recorded yet: {}",
                            execution.run().id(),
                            e.getMessage());
                }
                failure = e;
                pause();
            }
        }
        return AttemptEnd.Outcome.FENCED;
    }

    private AttemptEnd.Outcome recordOnce(RunExecution execution, RunOutcome outcome, RunExecution.@Nullable End end) {
        return switch (outcome) {
            case RunOutcome.Succeeded succeeded
            when succeeded.recorded() ->
                inCharge(ender.recorded(execution, succeeded.rowsAffected()), AttemptEnd.Outcome.SUCCEEDED);
            case RunOutcome.Succeeded succeeded ->
                inCharge(ender.succeed(execution, succeeded.rowsAffected()), AttemptEnd.Outcome.SUCCEEDED);
            case RunOutcome.Failed failed when end == RunExecution.End.CANCEL -> cancel(execution);
            case RunOutcome.Failed failed
            when end == null && execution.evidence().asks() -> {
                awaitNoBackend(execution);
                yield inCharge(ender.hold(execution, failed.error()), AttemptEnd.Outcome.STOPPED);
            }
            case RunOutcome.Failed failed when end == RunExecution.End.LEAVING -> leave(execution);
            case RunOutcome.Stopped stopped when end == RunExecution.End.CANCEL -> cancel(execution);
            case RunOutcome.Stopped stopped
            when execution.evidence().refusal() != null ->
                endAtCheckpoint(
                        execution, Objects.requireNonNull(execution.evidence().refusal()));
            case RunOutcome.Stopped stopped
            when execution.isLeaving() ->
                inCharge(
                        ender.handOver(execution, RunState.STOPPED, leaving(execution, "stopped at a checkpoint")),
                        AttemptEnd.Outcome.HANDED_OVER);
            case RunOutcome.Stopped stopped -> inCharge(ender.stop(execution), AttemptEnd.Outcome.STOPPED);
            case RunOutcome.Failed failed -> {
                awaitNoBackend(execution);
                boolean timeout = end == RunExecution.End.TIMEOUT;
                RunError error = timeout ? timedOut(execution.job(), failed.error()) : failed.error();
                yield failed.isFinal()
                        ? inCharge(ender.fail(execution, error), AttemptEnd.Outcome.FAILED)
                        : fail(execution, error, timeout ? RetryDecision.Cause.TIMEOUT : RetryDecision.Cause.ERROR);
            }
        };
    }

    /** The work was not let go on: it asks, or has failed for good. */
    private AttemptEnd.Outcome endAtCheckpoint(RunExecution execution, RunError refusal) {
        return execution.evidence().asks()
                ? inCharge(ender.hold(execution, refusal), AttemptEnd.Outcome.STOPPED)
                : inCharge(ender.fail(execution, refusal), AttemptEnd.Outcome.FAILED);
    }

    private static AttemptEnd.Outcome inCharge(RunEnder.Recorded recorded, AttemptEnd.Outcome outcome) {
        return switch (recorded) {
            case AS_ASKED -> outcome;
            case AS_SUCCESS -> AttemptEnd.Outcome.SUCCEEDED;
            case NOT_IN_CHARGE -> AttemptEnd.Outcome.FENCED;
        };
    }

    /** The database may come back; what it does not take, and what fails in here, will be so again. */
    private static boolean mayPass(RuntimeException e) {
        return e instanceof DatabaseException database && !database.error().isOfData();
    }

    private static boolean isFenced(RuntimeException e) {
        return e instanceof FreshetException freshet && freshet.code() == ErrorCode.FENCED;
    }

    private AttemptEnd.Outcome recordPlainly(
            RunExecution execution, RunExecution.@Nullable End end, RuntimeException why) {
        awaitNoBackend(execution);
        boolean cancel = end == RunExecution.End.CANCEL;
        RunError error = RunError.of(
                "The end of attempt " + execution.run().attempt() + " could not be recorded: "
                        + RunError.of(why).message(),
                "What it did may be done; look before it is run again.");
        return inCharge(
                ender.endPlainly(execution, cancel ? RunState.CANCELLED : RunState.FAILED, error),
                cancel ? AttemptEnd.Outcome.CANCELLED : AttemptEnd.Outcome.FAILED);
    }

    private AttemptEnd.Outcome fail(RunExecution execution, RunError error, RetryDecision.Cause cause) {
        Optional<Duration> retry =
                RetryDecision.decide(execution.job().retries(), execution.run().attempt(), cause, error, random);
        return retry.isPresent()
                ? inCharge(ender.retry(execution, error, retry.get()), AttemptEnd.Outcome.RETRIED)
                : inCharge(ender.fail(execution, error), AttemptEnd.Outcome.FAILED);
    }

    private AttemptEnd.Outcome cancel(RunExecution execution) {
        awaitNoBackend(execution);
        return inCharge(ender.cancel(execution), AttemptEnd.Outcome.CANCELLED);
    }

    /** The node leaves in the middle of the work: as when it dies, save that it can say so. */
    private AttemptEnd.Outcome leave(RunExecution execution) {
        awaitNoBackend(execution);
        RunError error = leaving(execution, "ended in the middle of its work");
        boolean again = RetryDecision.decide(
                        execution.job().retries(), execution.run().attempt(), RetryDecision.Cause.LOST, error, random)
                .isPresent();
        return again
                ? inCharge(ender.handOver(execution, RunState.LOST, error), AttemptEnd.Outcome.HANDED_OVER)
                : inCharge(ender.lose(execution, error), AttemptEnd.Outcome.LOST);
    }

    private static RunError leaving(RunExecution execution, String how) {
        return RunError.of(
                "Node " + execution.run().node() + " was shut down; attempt "
                        + execution.run().attempt() + " " + how,
                null);
    }

    /**
     * A run is closed only when none of its backends is left, however long that takes.
     *
     * @throws FreshetException FENCED when others have taken over meanwhile
     */
    private void awaitNoBackend(RunExecution execution) {
        BackendEnder backends = new BackendEnder(database, store);
        boolean told = false;
        while (!backends.terminate(execution.attemptId(), TERMINATE_WITHIN)) {
            if (execution.requestedEnd() == RunExecution.End.FENCED) {
                throw new FreshetException(
                        ErrorCode.FENCED, "Attempt " + execution.attemptId() + " is not in charge any more");
            }
            if (!told) {
                ender.tell(
                        execution,
                        "A backend of the run does not end, although it was told to; the run is not over until it"
                                + " does");
                told = true;
            }
        }
    }

    private static RunError timedOut(JobDefinition job, RunError error) {
        return new RunError(
                error.sqlState(),
                "The run took longer than its timeout of " + job.timeout(),
                error.message(),
                "Raise timeout: of job " + job.name() + " if it may take longer, or look at what it waited for.",
                null,
                null);
    }

    private static void pause() {
        try {
            Thread.sleep(RECORDING_RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
