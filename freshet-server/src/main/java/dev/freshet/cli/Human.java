// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values as people read them; what is missing is a dash. */
final class Human {

    private static final String MISSING = "-";
    private static final int SECONDS_SHOWN_WITH_TENTHS = 10;

    private Human() {}

    /** {@code 420 ms}, {@code 3.2 s}, {@code 48 s}, {@code 12 min 5 s}, {@code 3 h 20 min}, {@code 4 d 2 h}. */
    static String duration(Duration duration) {
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

    static String seconds(JsonNode seconds) {
        return seconds.isNumber() ? duration(Duration.ofMillis(Math.round(seconds.asDouble() * 1000))) : MISSING;
    }

    static String millis(JsonNode millis) {
        return millis.isNumber() ? duration(Duration.ofMillis(millis.asLong())) : MISSING;
    }

    /** How long ago, or in how long. */
    static String distance(JsonNode instant, Instant now) {
        if (!instant.isString()) {
            return MISSING;
        }
        Duration past = Duration.between(Instant.parse(instant.asString()), now);
        return past.isNegative() ? "in " + duration(past.negated()) : duration(past) + " ago";
    }

    /** Time between two instants, the second of which may be missing. */
    static String between(JsonNode from, JsonNode to, Instant now) {
        if (!from.isString()) {
            return MISSING;
        }
        Instant end = to.isString() ? Instant.parse(to.asString()) : now;
        return duration(Duration.between(Instant.parse(from.asString()), end));
    }

    static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.asString().isEmpty() ? MISSING : value.asString();
    }

    /** With thin groups of three digits: {@code 1,234,567}. */
    static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) : MISSING;
    }

    /** The first line, cut to a width. */
    static String line(JsonNode value, int width) {
        String text = text(value).lines().findFirst().orElse(MISSING);
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static String two(long large, String largeUnit, long small, @Nullable String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
