// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the backends of an attempt, and proves it: nobody holds the attempt's lock any more.
 *
 * <p>A backend is found by the lock its session holds, never by a remembered process id, which may belong to a stranger
 * by now.
 */
final class BackendEnder {

    private static final Logger LOG = LoggerFactory.getLogger(BackendEnder.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Database database;
    private final RunStore store;

    BackendEnder(Database database, RunStore store) {
        this.database = database;
        this.store = store;
    }

    /** Cancels what the backends execute; they go on living. */
    void cancel(long attemptId) {
        database.run(
                session -> store.listBackends(session, attemptId).forEach(pid -> store.cancelBackend(session, pid)));
    }

    /**
     * Terminates the backends and waits until they are gone.
     *
     * @return false when some are still there after the time
     */
    boolean terminate(long attemptId, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        return database.call(session -> terminate(session, attemptId, deadline));
    }

    private boolean terminate(Session session, long attemptId, long deadline) {
        List<Integer> left = store.listBackends(session, attemptId);
        left.forEach(pid -> {
            LOG.info("Terminating backend {} of attempt {}", pid, attemptId);
            store.terminateBackend(session, pid);
        });
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                LOG.warn("Backends {} of attempt {} do not end", left, attemptId);
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            left = store.listBackends(session, attemptId);
        }
        return true;
    }
}
