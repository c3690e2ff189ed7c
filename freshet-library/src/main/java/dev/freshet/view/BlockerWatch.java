// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, while a statement may be waiting for a lock, at who holds it: afterwards it is too late to tell. */
final class BlockerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlockerWatch.class);

    private final CountDownLatch statementEnded = new CountDownLatch(1);
    private final Thread watcher;
    private volatile List<Blocker> seen = List.of();

    /**
     * Starts watching.
     *
     * @param every how often to look; a statement shorter than that is not looked at
     */
    BlockerWatch(Database database, ViewStore views, int pid, Duration every) {
        watcher = Thread.ofVirtual().name("blockers-of-" + pid).start(() -> watch(database, views, pid, every));
    }

    private void watch(Database database, ViewStore views, int pid, Duration every) {
        try {
            while (!statementEnded.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                List<Blocker> now = database.call(session -> views.listBlockers(session, pid));
                if (!now.isEmpty()) {
                    seen = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DatabaseException e) {
            LOG.debug("Who blocks pid {} is unknown: {}", pid, e.getMessage());
        }
    }

    /** Whoever was seen in the way; complete once closed. */
    List<Blocker> seen() {
        return seen;
    }

    @Override
    public void close() {
        statementEnded.countDown();
        boolean interrupted = false;
        while (watcher.isAlive()) {
            try {
                watcher.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
