// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Wakeups;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how an attempt ended, with the last of its log, and tells who waits for it.
 */
final class RunEnder {

    private static final Logger LOG = LoggerFactory.getLogger(RunEnder.class);

    private static final String SUCCEEDED = "Succeeded";

    private final Database database;
    private final RunStore store;
    private final RunEvidenceStore evidence = new RunEvidenceStore();
    private final RunStopStore stops = new RunStopStore();
    private final List<RunListener> listeners;
    private final SuccessWriter successes;

    RunEnder(Database database, RunStore store, LogStore logs, List<RunListener> listeners, Wakeups wakeups) {
        this.database = database;
        this.store = store;
        this.listeners = listeners;
        successes = new SuccessWriter(database, new RunBatchStore(), logs, listeners, wakeups);
    }

    /** What became of an end that was to be recorded. */
    enum Recorded {
        AS_ASKED,
        /** It had succeeded: the answer to that COMMIT was lost. */
        AS_SUCCESS,
        /** The attempt was not in charge any more. */
        NOT_IN_CHARGE
    }

    /** The success is recorded already; what is left is the log. */
    Recorded recorded(RunExecution execution, @Nullable Long rowsAffected) {
        if (!writtenWithOthers(execution, true, rowsAffected)) {
            close(execution, rowsAffected);
        }
        return Recorded.AS_ASKED;
    }

    private void close(RunExecution execution, @Nullable Long rowsAffected) {
        BufferedRunLog log = execution.buffer();
        log.writing(() -> database.transaction(session -> {
            log.finish(LogLevel.INFO, SUCCEEDED);
            log.flushOfEnded(session);
            if (execution.evidence().cost().isClosed()) {
                evidence.writeCosts(session, List.of(new RunEnding(execution, true, rowsAffected, List.of())));
            }
            announce(session, execution);
            return execution;
        }));
        say(execution, "succeeded");
    }

    Recorded succeed(RunExecution execution, @Nullable Long rowsAffected) {
        if (writtenWithOthers(execution, false, rowsAffected)) {
            return Recorded.AS_ASKED;
        }
        return finish(execution, "succeeded", LogLevel.INFO, SUCCEEDED, rowsAffected, session -> {
            boolean recorded = store.succeed(session, execution.attemptId(), rowsAffected);
            if (recorded) {
                listeners.forEach(listener -> listener.runSucceeded(session, execution.run()));
            }
            return recorded;
        });
    }

    /** False where the attempt was not in charge any more, or where the others were in the way: then it goes alone. */
    private boolean writtenWithOthers(RunExecution execution, boolean recorded, @Nullable Long rowsAffected) {
        BufferedRunLog log = execution.buffer();
        boolean written = log.writing(() -> {
            if (log.isDoubtful()) {
                return false;
            }
            log.finish(LogLevel.INFO, SUCCEEDED);
            List<LogLine> lines = log.take();
            boolean done = successes.write(new RunEnding(execution, recorded, rowsAffected, lines));
            if (!done) {
                log.putBack(lines);
            }
            return done;
        });
        if (written) {
            say(execution, "succeeded");
        }
        return written;
    }

    /** Says something in the log now: the end is not near. */
    void tell(RunExecution execution, String message) {
        BufferedRunLog log = execution.buffer();
        log.warn(message);
        log.writing(() -> database.transaction(session -> {
            log.flush(session);
            return log;
        }));
    }

    /** Ends an attempt whose end cannot be recorded as it was, with nothing but why. */
    Recorded endPlainly(RunExecution execution, RunState state, RunError error) {
        boolean ended = database.transaction(session -> {
            boolean inCharge = store.end(session, execution.attemptId(), state, error);
            if (inCharge) {
                announce(session, execution);
            }
            return inCharge;
        });
        if (!ended) {
            return Recorded.NOT_IN_CHARGE;
        }
        LOG.error("Run {} of {}: {}", execution.run().id(), execution.job().name(), error.message());
        BufferedRunLog log = execution.buffer();
        log.finish(LogLevel.ERROR, text(error));
        try {
            log.writing(() -> database.transaction(session -> {
                log.flushOfEnded(session);
                return log;
            }));
        } catch (DatabaseException e) {
            LOG.warn(
                    "The log of run {} could not be written: {}",
                    execution.run().id(),
                    e.getMessage());
        }
        return Recorded.AS_ASKED;
    }

    Recorded fail(RunExecution execution, RunError error) {
        return finish(
                execution,
                "failed: " + error.message(),
                LogLevel.ERROR,
                text(error),
                session -> store.end(session, execution.attemptId(), RunState.FAILED, error));
    }

    /** The run ended early because it asks whether it may go on. */
    Recorded hold(RunExecution execution, RunError question) {
        return finish(
                execution,
                "stopped and asks: " + question.message(),
                LogLevel.WARN,
                text(question),
                session -> store.end(session, execution.attemptId(), RunState.STOPPED, question));
    }

    Recorded cancel(RunExecution execution) {
        return finish(
                execution,
                "cancelled",
                LogLevel.WARN,
                "Cancelled; no backend of the run is left",
                session -> store.end(session, execution.attemptId(), RunState.CANCELLED, null));
    }

    /** The run ends early, to be resumed when somebody wants it. */
    Recorded stop(RunExecution execution) {
        return finish(
                execution,
                "stopped at a checkpoint",
                LogLevel.WARN,
                "Stopped at a checkpoint; resume it to go on from there",
                session -> store.end(session, execution.attemptId(), RunState.STOPPED, null));
    }

    /**
     * The attempt ends because its node leaves, and another one follows.
     *
     * @param state of the attempt: stopped at a checkpoint, or lost in the middle
     */
    Recorded handOver(RunExecution execution, RunState state, RunError error) {
        return finish(
                execution,
                "is queued again: " + error.message(),
                LogLevel.WARN,
                error.message() + "; the run is queued for another attempt",
                session -> stops.handOver(session, execution.attemptId(), state, error));
    }

    /** The attempt ended because its node leaves, and none follows. */
    Recorded lose(RunExecution execution, RunError error) {
        return finish(
                execution,
                "is lost: " + error.message(),
                LogLevel.ERROR,
                text(error),
                session -> store.end(session, execution.attemptId(), RunState.LOST, error));
    }

    Recorded retry(RunExecution execution, RunError error, Duration delay) {
        return finish(
                execution,
                "failed and is tried again: " + error.message(),
                LogLevel.ERROR,
                text(error) + "\nThe next attempt follows in " + delay.toMillis() + " ms",
                session -> store.retry(session, execution.attemptId(), error, delay));
    }

    private Recorded finish(
            RunExecution execution, String said, LogLevel level, String lastLine, Predicate<Session> transition) {
        return finish(execution, said, level, lastLine, null, transition);
    }

    /** The guard first: nothing is said of an end that is not recorded. */
    private Recorded finish(
            RunExecution execution,
            String said,
            LogLevel level,
            String lastLine,
            @Nullable Long rows,
            Predicate<Session> transition) {
        BufferedRunLog log = execution.buffer();
        Recorded recorded = log.writing(() -> database.transaction(session -> {
            execution.flushProgress(session);
            execution.evidence().write(session, rows);
            if (!transition.test(session)) {
                return store.isSucceeded(session, execution.run().id(), execution.attemptId())
                        ? Recorded.AS_SUCCESS
                        : Recorded.NOT_IN_CHARGE;
            }
            log.finish(level, lastLine);
            log.flushOfEnded(session);
            announce(session, execution);
            return Recorded.AS_ASKED;
        }));
        switch (recorded) {
            case AS_ASKED -> say(execution, said);
            case AS_SUCCESS -> close(execution, rows);
            case NOT_IN_CHARGE ->
                LOG.info(
                        "Run {}: attempt {} was not in charge any more; its end is not recorded",
                        execution.run().id(),
                        execution.run().attempt());
        }
        return recorded;
    }

    private static void announce(Session session, RunExecution execution) {
        Wakeups.send(session, Wakeups.ENDED + execution.run().id());
        Wakeups.send(session, Wakeups.RUN);
    }

    private static void say(RunExecution execution, String said) {
        LOG.info("Run {} of {} {}", execution.run().id(), execution.job().name(), said);
    }

    private static String text(RunError error) {
        StringBuilder text = new StringBuilder(error.message());
        append(text, "SQLSTATE", error.sqlState());
        append(text, "Detail", error.detail());
        append(text, "Hint", error.hint());
        append(text, "To mend it", error.advice());
        return text.toString();
    }

    private static void append(StringBuilder text, String label, @Nullable String value) {
        if (value != null) {
            text.append('\n').append(label).append(": ").append(value);
        }
    }
}
