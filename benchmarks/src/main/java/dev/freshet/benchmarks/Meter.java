// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Is told of every no-op the moment it begins. */
final class Meter {

    private final CountDownLatch expected;
    private final AtomicLong first = new AtomicLong();
    private final Queue<Duration> lateness = new ConcurrentLinkedQueue<>();

    Meter(int expected) {
        this.expected = new CountDownLatch(expected);
    }

    /** A no-op that has been queued. */
    void ran() {
        first.compareAndSet(0, System.nanoTime());
        expected.countDown();
    }

    /** A no-op that was due at a moment. */
    void ran(Instant due) {
        lateness.add(Duration.between(due, Instant.now()));
        expected.countDown();
    }

    void await() throws InterruptedException {
        expected.await();
    }

    Duration sinceFirst() {
        return Duration.ofNanos(System.nanoTime() - first.get());
    }

    /** How late each due no-op began, in the order of their size. */
    List<Duration> lateness() {
        return lateness.stream().sorted().toList();
    }
}
