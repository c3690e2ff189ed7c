// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.live;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Collects topics that changed until its reader takes them. */
public final class LiveFollower implements AutoCloseable {

    /** Where more came together than this, it is told as one: a reader that hangs must not fill the memory. */
    private static final int MOST = 1_000;

    private final Predicate<Topic> followed;
    private final Consumer<LiveFollower> farewell;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Set<Topic> changed = new LinkedHashSet<>();

    LiveFollower(Predicate<Topic> followed, Consumer<LiveFollower> farewell) {
        this.followed = followed;
        this.farewell = farewell;
    }

    void noted(Collection<Topic> topics) {
        List<Topic> concerned = topics.stream().filter(followed).toList();
        if (concerned.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            changed.addAll(concerned);
            if (changed.size() > MOST) {
                changed.clear();
                changed.add(Topic.EVERYTHING);
            }
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What changed since the last call; waits for it, and is empty when nothing did in time. */
    public Set<Topic> take(Duration patience) throws InterruptedException {
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
    public void gather(Duration time) throws InterruptedException {
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
