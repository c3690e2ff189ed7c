// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Wakeups;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how an attempt ended, with the last of its log, and tells who waits for it. Answers false where the attempt was
 * not in charge any more.
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

    /** The success is recorded already; what is left is the log. */
    boolean recorded(RunExecution execution, @Nullable Long rowsAffected) {
        if (writtenWithOthers(execution, true, rowsAffected)) {
            return true;
        }
        closeLog(execution, LogLevel.INFO, SUCCEEDED);
        database.transaction(session -> {
            evidence.writeCosts(session, List.of(new RunEnding(execution, true, rowsAffected, List.of())));
            announce(session, execution);
            return execution;
        });
        say(execution, "succeeded");
        return true;
    }

    boolean succeed(RunExecution execution, @Nullable Long rowsAffected) {
        if (writtenWithOthers(execution, false, rowsAffected)) {
            return true;
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
        log.finish(LogLevel.INFO, SUCCEEDED);
        List<LogLine> lines = log.take();
        boolean written = successes.write(new RunEnding(execution, recorded, rowsAffected, lines));
        if (written) {
            say(execution, "succeeded");
        } else {
            log.putBack(lines);
        }
        return written;
    }

    boolean fail(RunExecution execution, RunError error) {
        return finish(
                execution,
                "failed: " + error.message(),
                LogLevel.ERROR,
                text(error),
                session -> store.end(session, execution.attemptId(), RunState.FAILED, error));
    }

    /** The run ended early because it asks whether it may go on. */
    boolean hold(RunExecution execution, RunError question) {
        return finish(
                execution,
                "stopped and asks: " + question.message(),
                LogLevel.WARN,
                text(question),
                session -> store.end(session, execution.attemptId(), RunState.STOPPED, question));
    }

    boolean cancel(RunExecution execution) {
        return finish(
                execution,
                "cancelled",
                LogLevel.WARN,
                "Cancelled; no backend of the run is left",
                session -> store.end(session, execution.attemptId(), RunState.CANCELLED, null));
    }

    /** The run ends early, to be resumed when somebody wants it. */
    boolean stop(RunExecution execution) {
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
    boolean handOver(RunExecution execution, RunState state, RunError error) {
        return finish(
                execution,
                "is queued again: " + error.message(),
                LogLevel.WARN,
                error.message() + "; the run is queued for another attempt",
                session -> stops.handOver(session, execution.attemptId(), state, error));
    }

    /** The attempt ended because its node leaves, and none follows. */
    boolean lose(RunExecution execution, RunError error) {
        return finish(
                execution,
                "is lost: " + error.message(),
                LogLevel.ERROR,
                text(error),
                session -> store.end(session, execution.attemptId(), RunState.LOST, error));
    }

    boolean retry(RunExecution execution, RunError error, Duration delay) {
        return finish(
                execution,
                "failed and is tried again: " + error.message(),
                LogLevel.ERROR,
                text(error) + "\nThe next attempt follows in " + delay.toMillis() + " ms",
                session -> store.retry(session, execution.attemptId(), error, delay));
    }

    private boolean finish(
            RunExecution execution, String said, LogLevel level, String lastLine, Predicate<Session> transition) {
        return finish(execution, said, level, lastLine, null, transition);
    }

    private boolean finish(
            RunExecution execution,
            String said,
            LogLevel level,
            String lastLine,
            @Nullable Long rows,
            Predicate<Session> transition) {
        closeLog(execution, level, lastLine);
        boolean recorded = database.transaction(session -> {
            execution.evidence().write(session, rows);
            boolean ended = transition.test(session);
            if (ended) {
                announce(session, execution);
            }
            return ended;
        });
        if (recorded) {
            say(execution, said);
        } else {
            LOG.info(
                    "Run {}: attempt {} was not in charge any more; its end is not recorded",
                    execution.run().id(),
                    execution.run().attempt());
        }
        return recorded;
    }

    private void closeLog(RunExecution execution, LogLevel level, String lastLine) {
        BufferedRunLog log = execution.buffer();
        log.finish(level, lastLine);
        database.run(session -> {
            log.flush(session);
            execution.flushProgress(session);
        });
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
