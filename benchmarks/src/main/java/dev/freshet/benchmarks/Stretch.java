// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A time at one pace.
 *
 * @param from since the load began
 */
record Stretch(Pace pace, Duration from, Duration to) {

    /** Long enough for each pace at its length. */
    private static final Duration ROUND = Duration.ofMinutes(15);

    /** Fills the time: each pace once, in any order, and again; in less than a quarter of an hour, all are shorter. */
    static List<Stretch> draw(Random random, Duration total) {
        List<Stretch> stretches = new ArrayList<>();
        double scale = Math.min(1, (double) total.toMillis() / ROUND.toMillis());
        Duration at = Duration.ZERO;
        while (true) {
            List<Pace> paces = Arrays.asList(Pace.values());
            Collections.shuffle(paces, random);
            for (Pace pace : paces) {
                Duration end =
                        at.plusMillis((long) (scale * pace.drawLength(random).toMillis()));
                if (end.compareTo(total) >= 0) {
                    stretches.add(new Stretch(pace, at, total));
                    return stretches;
                }
                stretches.add(new Stretch(pace, at, end));
                at = end;
            }
        }
    }

    boolean holds(Duration moment) {
        return moment.compareTo(from) >= 0 && moment.compareTo(to) < 0;
    }

    Duration length() {
        return to.minus(from);
    }
}
