// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.live;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Collects topics that changed until its reader takes them. */
final class LiveFollower implements AutoCloseable {

    private final Consumer<LiveFollower> farewell;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Set<Topic> changed = new LinkedHashSet<>();

    LiveFollower(Consumer<LiveFollower> farewell) {
        this.farewell = farewell;
    }

    void noted(Collection<Topic> topics) {
        lock.lock();
        try {
            changed.addAll(topics);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What changed since the last call; waits for it, and is empty when nothing did in time. */
    Set<Topic> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (changed.isEmpty() && left > 0) {
                left = news.awaitNanos(left);
            }
            Set<Topic> taken = changed;
            changed = new LinkedHashSet<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Lets more come together, so that a burst becomes one event. */
    void gather(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(time);
            while (left > 0) {
                left = news.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        farewell.accept(this);
    }
}
