// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node carries out right now, and the ways to end it early. */
final class RunExecutions {

    private static final Logger LOG = LoggerFactory.getLogger(RunExecutions.class);
    private static final Duration TERMINATE_WITHIN = Duration.ofSeconds(3);
    private static final Duration LEAVE_GRACE = Duration.ofSeconds(1);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(4);
    private static final Duration CANCEL_AGAIN = Duration.ofMillis(200);

    private final Map<Long, RunExecution> byAttempt = new ConcurrentHashMap<>();
    private final AtomicInteger working = new AtomicInteger();
    private final BackendEnder backends;

    RunExecutions(BackendEnder backends) {
        this.backends = backends;
    }

    void add(RunExecution execution) {
        byAttempt.put(execution.attemptId(), execution);
        working.incrementAndGet();
    }

    void remove(RunExecution execution) {
        byAttempt.remove(execution.attemptId());
        workDone(execution);
        execution.ended();
    }

    /** Its sessions are given back; what is left is to record its end. */
    void workDone(RunExecution execution) {
        if (execution.workIsDone()) {
            working.decrementAndGet();
        }
    }

    int size() {
        return byAttempt.size();
    }

    /** How many still do their work; the others wait for their end to be recorded. */
    int working() {
        return working.get();
    }

    boolean has(long attemptId) {
        return byAttempt.containsKey(attemptId);
    }

    Collection<RunExecution> all() {
        return List.copyOf(byAttempt.values());
    }

    /**
     * Ends an attempt early: cancels its statements, and after the job's grace terminates its backends and interrupts
     * its thread. Returns at once.
     */
    void end(long attemptId, RunExecution.End why) {
        @Nullable RunExecution execution = byAttempt.get(attemptId);
        if (execution != null && execution.requestEnd(why)) {
            execution.log().warn(said(why));
            Duration grace = grace(execution, why);
            Thread.ofVirtual().name("freshet-cancel-" + execution.run().id()).start(() -> carryOut(execution, grace));
        }
    }

    /** Asks an attempt to end at its next checkpoint. Returns at once. */
    void stop(long attemptId, RunExecution.Stop why) {
        @Nullable RunExecution execution = byAttempt.get(attemptId);
        if (execution != null && execution.requestStop(why)) {
            execution
                    .log()
                    .warn(
                            why == RunExecution.Stop.ASKED
                                    ? "Asked to stop at the next checkpoint"
                                    : "The node leaves: asked to stop at the next checkpoint");
        }
    }

    /**
     * Lets what runs come to a checkpoint or its end, ends the rest early, and drops what even then does not end.
     *
     * @param drain how long the work may go on by itself
     */
    void leave(Duration drain) {
        all().forEach(execution -> stop(execution.attemptId(), RunExecution.Stop.LEAVING));
        awaitNone(drain);
        all().forEach(execution -> end(execution.attemptId(), RunExecution.End.LEAVING));
        awaitNone(LEAVE_WITHIN);
        all().forEach(execution -> fence(execution.nodeId()));
    }

    private static String said(RunExecution.End why) {
        return switch (why) {
            case CANCEL -> "Asked to cancel";
            case TIMEOUT -> "The run's timeout ran out";
            case LEAVING -> "The node leaves before the work came to an end";
            case FENCED -> "The node lost its lease";
        };
    }

    /** A node that leaves has no time for a job's own grace. */
    private static Duration grace(RunExecution execution, RunExecution.End why) {
        Duration grace = execution.job().cancelGrace();
        return why == RunExecution.End.LEAVING && grace.compareTo(LEAVE_GRACE) > 0 ? LEAVE_GRACE : grace;
    }

    /** Waits until nothing is carried out any more, at most so long. */
    void awaitNone(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            for (RunExecution execution : all()) {
                Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                if (!execution.awaitEnd(left)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drops everything claimed under a node id whose lease is lost. */
    void fence(long nodeId) {
        for (RunExecution execution : all()) {
            if (execution.nodeId() == nodeId) {
                execution.requestEnd(RunExecution.End.FENCED);
                execution.abandonSessions();
                execution.interrupt();
            }
        }
    }

    private void carryOut(RunExecution execution, Duration grace) {
        try {
            long deadline = System.nanoTime() + grace.toNanos();
            // Again and again: a cancel that meets a session between two statements cancels nothing.
            do {
                backends.cancel(execution.attemptId());
                if (execution.awaitEnd(CANCEL_AGAIN)) {
                    return;
                }
            } while (System.nanoTime() < deadline);
            backends.terminate(execution.attemptId(), TERMINATE_WITHIN);
            execution.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn(
                    "Ending run {} early failed; its thread is interrupted: {}",
                    execution.run().id(),
                    e.getMessage());
            execution.interrupt();
        }
    }
}
