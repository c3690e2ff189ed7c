// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Duration;
import java.util.Optional;

/**
 * The schedule with the fewest ticks that still keeps a promise: a change just after a tick waits for the next one, and
 * then for the way.
 *
 * @param schedule as a definition has it: a cron expression, or an interval where seconds matter
 */
record SparsestCron(String schedule, Duration period) {

    private static final int[] PARTS_OF_SIXTY = {30, 20, 15, 12, 10, 6, 5, 4, 3, 2};
    private static final int[] PARTS_OF_A_DAY = {12, 8, 6, 4, 3, 2};

    /**
     * Finds it.
     *
     * @param room what a promise leaves beside the way
     */
    static Optional<SparsestCron> of(Duration room) {
        if (room.compareTo(Duration.ofDays(1)) >= 0) {
            return Optional.of(new SparsestCron("0 0 * * *", Duration.ofDays(1)));
        }
        for (int hours : PARTS_OF_A_DAY) {
            if (room.compareTo(Duration.ofHours(hours)) >= 0) {
                return Optional.of(new SparsestCron("0 */" + hours + " * * *", Duration.ofHours(hours)));
            }
        }
        if (room.compareTo(Duration.ofHours(1)) >= 0) {
            return Optional.of(new SparsestCron("0 * * * *", Duration.ofHours(1)));
        }
        for (int minutes : PARTS_OF_SIXTY) {
            if (room.compareTo(Duration.ofMinutes(minutes)) >= 0) {
                return Optional.of(new SparsestCron("*/" + minutes + " * * * *", Duration.ofMinutes(minutes)));
            }
        }
        if (room.compareTo(Duration.ofMinutes(1)) >= 0) {
            return Optional.of(new SparsestCron("* * * * *", Duration.ofMinutes(1)));
        }
        for (int seconds : PARTS_OF_SIXTY) {
            if (room.compareTo(Duration.ofSeconds(seconds)) >= 0) {
                return Optional.of(new SparsestCron("*/" + seconds + " * * * * *", Duration.ofSeconds(seconds)));
            }
        }
        return room.compareTo(Duration.ofSeconds(1)) >= 0
                ? Optional.of(new SparsestCron("* * * * * *", Duration.ofSeconds(1)))
                : Optional.empty();
    }

    double perDay() {
        return (double) Duration.ofDays(1).toMillis() / period.toMillis();
    }
}
