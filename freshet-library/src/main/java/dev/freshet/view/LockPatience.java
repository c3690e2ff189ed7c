// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.ViewDefinition;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a refresh waits for its lock, and how it tries again.
 *
 * <p>While it waits, every later reader of the view queues behind it; so each try is short, and between tries the way is
 * free for some multiple of it.
 *
 * @param timeout the longest a try waits for a lock
 * @param retries further tries after the first
 */
record LockPatience(Duration timeout, int retries) {

    private static final int LONGEST_PAUSE_IN_TIMEOUTS = 8;

    static LockPatience of(ViewDefinition definition) {
        Duration timeout = definition.lockTimeout();
        return new LockPatience(timeout.toMillis() < 1 ? Duration.ofMillis(1) : timeout, definition.lockRetries());
    }

    /** The pause before the next try: doubled each time up to a bound, and jittered by half. */
    Duration pauseAfter(int lockWaits) {
        int factor = 1 << Math.min(lockWaits - 1, Integer.numberOfTrailingZeros(LONGEST_PAUSE_IN_TIMEOUTS));
        double jitter = 0.5 + ThreadLocalRandom.current().nextDouble();
        return Duration.ofNanos((long) (timeout.toNanos() * factor * jitter));
    }

    /** Waits for {@link #pauseAfter}. */
    void pause(int lockWaits) {
        try {
            Thread.sleep(pauseAfter(lockWaits));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting to try again for a lock");
        }
    }

    /** How often, within a try, to look at who is in the way. */
    Duration lookEvery() {
        return timeout.dividedBy(5);
    }
}
