// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 2d}, {@code 500ms}. */
public final class Durations {

    /** What {@link #parse} accepts, as a regular expression that JSON Schema understands as well. */
    static final String PATTERN =
            "^(?=.)([0-9]{1,9}w)?([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);
    private static final Map<String, Duration> UNITS = units();
    private static final Pattern SPOKEN_NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,9})([a-z]+)");

    private Durations() {}

    /**
     * Reads a duration; units run from the largest to the smallest, each at most once.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static Duration parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is not a duration; expected numbers with units w, d, h, m, s or ms, for example 1h30m"));
    }

    /** Reads a duration; empty when it is not one. */
    public static Optional<Duration> find(String text) {
        Matcher matcher = COMPILED.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        int group = 1;
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            String part = matcher.group(group++);
            if (part != null) {
                String number = part.substring(0, part.length() - unit.getKey().length());
                sum = sum.plus(unit.getValue().multipliedBy(Long.parseLong(number)));
            }
        }
        return Optional.of(sum);
    }

    /**
     * Writes a duration so that {@link #parse} gives it back.
     *
     * @throws IllegalArgumentException when it is negative or finer than a millisecond
     */
    public static String print(Duration duration) {
        if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "The duration " + duration + " cannot be written: expected whole milliseconds, not negative");
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    /** What somebody who wrote {@code 15 min}, {@code 60} or {@code PT5M} probably meant. */
    static Optional<String> suggestion(String text) {
        String compact = text.toLowerCase(Locale.ROOT).replaceAll("[\\s,]|and", "");
        if (compact.matches("[0-9]{1,9}")) {
            return Optional.of(compact + "s");
        }
        if (compact.startsWith("p")) {
            return iso(text.strip());
        }
        String respelled =
                SPOKEN_NUMBER_AND_UNIT.matcher(compact).replaceAll(match -> match.group(1) + shortUnit(match.group(2)));
        return find(respelled).map(Durations::print);
    }

    private static Optional<String> iso(String text) {
        try {
            return Optional.of(print(Duration.parse(text)));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String shortUnit(String spoken) {
        return switch (spoken) {
            case "week", "weeks", "wk" -> "w";
            case "day", "days" -> "d";
            case "hour", "hours", "hr", "hrs" -> "h";
            case "minute", "minutes", "min", "mins" -> "m";
            case "second", "seconds", "sec", "secs" -> "s";
            case "millisecond", "milliseconds", "millis", "msec" -> "ms";
            default -> spoken;
        };
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("w", Duration.ofDays(7));
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        return units;
    }
}
