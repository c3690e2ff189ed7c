// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node carries out right now, and the ways to end it early. */
final class RunExecutions {

    private static final Logger LOG = LoggerFactory.getLogger(RunExecutions.class);
    private static final Duration TERMINATE_WITHIN = Duration.ofSeconds(10);
    private static final Duration CANCEL_AGAIN = Duration.ofMillis(200);

    private final Map<Long, RunExecution> byAttempt = new ConcurrentHashMap<>();
    private final BackendEnder backends;

    RunExecutions(BackendEnder backends) {
        this.backends = backends;
    }

    void add(RunExecution execution) {
        byAttempt.put(execution.attemptId(), execution);
    }

    void remove(RunExecution execution) {
        byAttempt.remove(execution.attemptId());
        execution.ended();
    }

    int size() {
        return byAttempt.size();
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
            execution.log().warn(why == RunExecution.End.CANCEL ? "Asked to cancel" : "The run's timeout ran out");
            Thread.ofVirtual().name("freshet-cancel-" + execution.run().id()).start(() -> carryOut(execution));
        }
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

    private void carryOut(RunExecution execution) {
        try {
            long deadline = System.nanoTime() + execution.job().cancelGrace().toNanos();
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
