// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

/** The times of day an expression admits, in seconds from midnight. */
final class TimePattern {

    private static final int NONE = -1;

    private final long seconds;
    private final long minutes;
    private final long hours;

    TimePattern(FieldValues seconds, FieldValues minutes, FieldValues hours) {
        this.seconds = seconds.mask();
        this.minutes = minutes.mask();
        this.hours = hours.mask();
    }

    int first() {
        return Long.numberOfTrailingZeros(hours) * 3600
                + Long.numberOfTrailingZeros(minutes) * 60
                + Long.numberOfTrailingZeros(seconds);
    }

    /** The first admitted time from {@code secondOfDay} on, or -1 where the day has none left. */
    int atOrAfter(int secondOfDay) {
        int hour = secondOfDay / 3600;
        int minute = secondOfDay / 60 % 60;
        if (has(hours, hour)) {
            if (has(minutes, minute)) {
                int second = next(seconds, secondOfDay % 60);
                if (second != NONE) {
                    return hour * 3600 + minute * 60 + second;
                }
            }
            int laterMinute = next(minutes, minute + 1);
            if (laterMinute != NONE) {
                return hour * 3600 + laterMinute * 60 + Long.numberOfTrailingZeros(seconds);
            }
        }
        int laterHour = next(hours, hour + 1);
        return laterHour == NONE ? NONE : laterHour * 3600 + first() % 3600;
    }

    private static boolean has(long mask, int value) {
        return (mask >>> value & 1) == 1;
    }

    private static int next(long mask, int from) {
        long rest = mask >>> from << from;
        return rest == 0 ? NONE : Long.numberOfTrailingZeros(rest);
    }
}
