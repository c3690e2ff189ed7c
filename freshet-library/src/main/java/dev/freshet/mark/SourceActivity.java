// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When a source changed within an hour.
 *
 * @param source its oid
 * @param minutes a bit for each minute with a change, the lowest for minute 0
 * @param changes transactions that changed it
 */
public record SourceActivity(long source, Instant hour, long minutes, long changes) {

    private static final int MINUTES = 60;

    /** How many minutes saw a change. */
    public int busyMinutes() {
        return Long.bitCount(minutes);
    }

    /**
     * Moments at which it may have changed: in each minute with a change as many as there were on average, evenly, the first
     * at its beginning.
     *
     * @param most of a minute
     */
    public List<Instant> moments(int most) {
        List<Instant> moments = new ArrayList<>();
        long each = Math.clamp(changes / Math.max(1, busyMinutes()), 1, most);
        Duration between = Duration.ofMinutes(1).dividedBy(each);
        for (int minute = 0; minute < MINUTES; minute++) {
            if ((minutes >> minute & 1) == 1) {
                for (int change = 0; change < each; change++) {
                    moments.add(hour.plus(Duration.ofMinutes(minute)).plus(between.multipliedBy(change)));
                }
            }
        }
        return moments;
    }
}
