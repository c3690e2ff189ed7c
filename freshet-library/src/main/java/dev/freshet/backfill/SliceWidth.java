// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How wide the slices of a backfill are. */
public sealed interface SliceWidth {

    /** As people write it: {@code ticks}, {@code 1d}, {@code 1month}, {@code 6h}. */
    String text();

    /** A slice for each tick of the job's schedule, up to the next tick. */
    record Ticks() implements SliceWidth {
        @Override
        public String text() {
            return TICKS;
        }
    }

    /** Days, weeks or months of the calendar: 23 or 25 hours where daylight saving makes a day so. */
    record Calendar(String text, Period period) implements SliceWidth {}

    /** A fixed time. */
    record Fixed(String text, Duration duration) implements SliceWidth {}

    /** A slice for each tick. */
    String TICKS = "ticks";

    /**
     * Reads a width.
     *
     * @throws FreshetException INVALID_ARGUMENT
     */
    static SliceWidth parse(String text) {
        String stripped = text.strip();
        if (stripped.equals(TICKS)) {
            return new Ticks();
        }
        Matcher calendar = Parsing.CALENDAR.matcher(stripped);
        if (calendar.matches()) {
            int count = Integer.parseInt(calendar.group(1));
            Period period = switch (calendar.group(2)) {
                case "d" -> Period.ofDays(count);
                case "w" -> Period.ofWeeks(count);
                default -> Period.ofMonths(count);
            };
            return new Calendar(stripped, period);
        }
        Duration duration = Durations.find(stripped)
                .filter(found -> !found.isZero() && !stripped.matches(".*[dw].*"))
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "\"" + text + "\" is no width of a slice; expected ticks, days, weeks or months of the calendar"
                                + " (1d, 2w, 1month), or a time such as 6h or 15m"));
        return new Fixed(stripped, duration);
    }

    /**
     * Cuts {@code [from, to)}; the last slice is shorter where the width does not fit. Slices follow each other without a
     * hole and without an overlap.
     *
     * @param limit stops after so many
     * @throws IllegalStateException for {@link Ticks}, which only the job's schedule knows
     */
    default List<Slice> cut(Instant from, Instant to, ZoneId zone, int limit) {
        List<Slice> slices = new ArrayList<>();
        Instant start = from;
        LocalDate first = from.atZone(zone).toLocalDate();
        for (int number = 1; start.isBefore(to) && slices.size() < limit; number++) {
            Instant boundary = switch (this) {
                case Ticks ticks -> throw new IllegalStateException("Only a schedule knows its ticks");
                case Fixed fixed -> from.plus(fixed.duration.multipliedBy(number));
                case Calendar calendar ->
                    beginning(first, calendar.period, number).atStartOfDay(zone).toInstant();
            };
            Instant end = boundary.isBefore(to) ? boundary : to;
            // A day that a zone left out altogether begins when the next one does.
            if (end.isAfter(start)) {
                slices.add(new Slice(start, end));
                start = end;
            }
        }
        return slices;
    }

    /** Months begin on their first day, whatever day the first slice begins on. */
    private static LocalDate beginning(LocalDate first, Period period, int number) {
        LocalDate aligned = period.toTotalMonths() > 0 ? first.withDayOfMonth(1) : first;
        return aligned.plus(period.multipliedBy(number));
    }

    /** What {@link #parse} reads. */
    final class Parsing {
        private static final Pattern CALENDAR = Pattern.compile("([1-9][0-9]{0,3})(d|w|months?)");

        private Parsing() {}
    }
}
