// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.text;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Durations, distances and counts as people read them. */
public final class Human {

    private static final int SECONDS_SHOWN_WITH_TENTHS = 10;

    private static final int BYTES_OF_A_KILOBYTE = 1024;
    private static final List<String> UNITS_OF_BYTES = List.of("kB", "MB", "GB", "TB");

    private Human() {}

    /** {@code 420 ms}, {@code 3.2 s}, {@code 48 s}, {@code 12 min 5 s}, {@code 3 h 20 min}, {@code 4 d 2 h}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.isNegative()) {
            return "-" + duration(duration.negated());
        }
        if (seconds < 1) {
            return duration.toMillis() + " ms";
        }
        if (seconds < SECONDS_SHOWN_WITH_TENTHS) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (duration.toHours() < 1) {
            return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        if (duration.toDays() < 1) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        return two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    /** How long ago, or in how long. */
    public static String distance(Instant instant, Instant now) {
        Duration past = Duration.between(instant, now);
        return past.isNegative() ? "in " + duration(past.negated()) : duration(past) + " ago";
    }

    /** With groups of three digits: {@code 1,234,567}. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 512 B}, {@code 8 kB}, {@code 1.4 MB}, {@code 23 GB}: with tenths below ten, by 1024 as PostgreSQL counts. */
    public static String bytes(long bytes) {
        if (bytes < BYTES_OF_A_KILOBYTE) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= BYTES_OF_A_KILOBYTE && unit < UNITS_OF_BYTES.size() - 1) {
            size /= BYTES_OF_A_KILOBYTE;
            unit++;
        }
        String pattern = size < 10 && unit > 0 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, pattern, size, UNITS_OF_BYTES.get(unit));
    }

    /** {@code 1 run}, {@code 24 runs}, {@code 1,440 runs}. */
    public static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** The first line, cut to a width; a text without a line is empty. */
    public static String line(String text, int width) {
        String first = text.lines().findFirst().orElse("");
        return first.length() <= width ? first : first.substring(0, width - 1) + "…";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
