// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;

/** When a source changed, in order; after what was recorded the same comes again, and again. Immutable. */
final class ChangeTimes {

    static final ChangeTimes NONE = new ChangeTimes(new long[0], 1);

    private final long[] millis;
    private final long period;

    private ChangeTimes(long[] millis, long period) {
        this.millis = millis;
        this.period = period;
    }

    /**
     * Changes that come again.
     *
     * @param changes within one period
     * @param period after which each of them comes again
     */
    static ChangeTimes of(Collection<Instant> changes, Duration period) {
        long[] millis = changes.stream().mapToLong(Instant::toEpochMilli).toArray();
        Arrays.sort(millis);
        return new ChangeTimes(millis, Math.max(1, period.toMillis()));
    }

    boolean isEmpty() {
        return millis.length == 0;
    }

    /** The change of a number, counted from zero; there is always a next one, unless there is none at all. */
    Instant at(long number) {
        long round = number / millis.length;
        return Instant.ofEpochMilli(millis[(int) (number % millis.length)] + round * period);
    }
}
