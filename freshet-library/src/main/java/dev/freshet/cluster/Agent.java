// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long-lived worker: does its work, waits as long as the work said or until woken, and does it again.
 *
 * <p>The one place that catches, reports and backs off (100 ms, doubled up to 5 s) when work fails. Start, stop and
 * close may be called from any thread, stop and close any number of times; stop returns within the given time.
 */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final Work work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicLong failures = new AtomicLong();
    private boolean wakeRequested;
    private @Nullable Thread thread;

    public Agent(String name, Work work) {
        this.name = name;
        this.work = work;
    }

    public synchronized void start() {
        if (thread == null && !stopping.get()) {
            // A platform thread: it waits for the database most of the time, and a virtual one pays for each such wait.
            thread = Thread.ofPlatform().daemon().name("freshet-" + name).start(this::loop);
        }
    }

    /** Ends the current wait, or the next one if the work is being done right now. */
    public void wake() {
        lock.lock();
        try {
            wakeRequested = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What there is to see of it from outside. */
    public synchronized Vitals vitals() {
        return new Vitals(name, thread != null && thread.isAlive(), failures.get());
    }

    /** Asks the loop to end and waits for it, at most 5 s; then the work is interrupted. */
    public void stop() {
        stopping.set(true);
        wake();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running == null || running.equals(Thread.currentThread())) {
            return;
        }
        try {
            if (!running.join(STOP_TIMEOUT)) {
                LOG.warn("{} did not stop within {}; interrupting it", name, STOP_TIMEOUT);
                running.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void loop() {
        Duration backoff = FIRST_BACKOFF;
        while (!stopping.get()) {
            Duration wait;
            try {
                wait = work.work();
                backoff = FIRST_BACKOFF;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // An error too: a node whose lease or claims silently ended would be worse than one that complains.
                if (stopping.get()) {
                    return;
                }
                failures.incrementAndGet();
                LOG.warn("{} failed and tries again in {} ms: {}", name, backoff.toMillis(), e.toString());
                LOG.debug("{} failed", name, e);
                wait = backoff;
                backoff = shorter(backoff.multipliedBy(2), LONGEST_BACKOFF);
            }
            if (!await(wait)) {
                return;
            }
        }
    }

    private boolean await(Duration wait) {
        lock.lock();
        try {
            long nanos = Math.max(0, wait.toNanos());
            while (!wakeRequested && !stopping.get() && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
            wakeRequested = false;
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /**
     * How an agent is.
     *
     * @param alive false before the start, after the end, and where its thread died
     * @param failures rounds that failed since the start
     */
    public record Vitals(String name, boolean alive, long failures) {}

    /** One round of an agent's work. */
    @FunctionalInterface
    public interface Work {
        /** Does a round and says how long to wait before the next, unless woken. */
        Duration work() throws InterruptedException;
    }
}
