// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Moments and counts as titles, labels and tables say them, in the viewer's zone. */
final class Words {

    static final String MISSING = "–";

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DATE = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

    private Words() {}

    /** {@code Tue 3 Nov 2026, 14:05:09}. */
    static String moment(Instant instant, ZoneId zone) {
        return MOMENT.format(instant.atZone(zone));
    }

    /** {@code Tue 3 Nov, 14:05}. */
    static String shortMoment(Instant instant, ZoneId zone) {
        return SHORT_DATE.format(instant.atZone(zone)) + ", " + clock(instant, zone);
    }

    /** {@code 14:05}. */
    static String clock(Instant instant, ZoneId zone) {
        return CLOCK.format(instant.atZone(zone));
    }

    /** {@code Tue 3 Nov 2026}. */
    static String date(LocalDate date) {
        return DATE.format(date);
    }

    /** {@code Tue 3 Nov}. */
    static String shortDate(LocalDate date) {
        return SHORT_DATE.format(date);
    }

    /** {@code Nov}. */
    static String month(LocalDate date) {
        return MONTH.format(date);
    }

    /** A length of time in its largest unit: {@code 24 h}, {@code 7 d}. */
    static String span(Duration length) {
        return length.toDays() >= 2 && length.toHoursPart() == 0 ? length.toDays() + " d" : hours(length);
    }

    /** How many of each, the worst first, without those that ended well: {@code 2 failed, 1 running}. */
    static String notable(Collection<MarkState> states) {
        Map<MarkState, Long> counts = states.stream()
                .filter(state -> state != MarkState.SUCCEEDED && state != MarkState.FRESH)
                .collect(Collectors.groupingBy(
                        state -> state, () -> new EnumMap<>(MarkState.class), Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<MarkState, Long>comparingByKey().reversed())
                .map(entry ->
                        Human.number(entry.getValue()) + " " + entry.getKey().word())
                .collect(Collectors.joining(", "));
    }

    /** {@code 24 runs, 2 failed}. */
    static String runs(Collection<MarkState> states) {
        String notable = notable(states);
        String count = Human.count(states.size(), "run");
        if (states.isEmpty()) {
            return "no runs";
        }
        return notable.isEmpty() ? count + ", none failed" : count + ", " + notable;
    }

    private static String hours(Duration length) {
        return length.toHours() > 0 && length.toMinutesPart() == 0 ? length.toHours() + " h" : Human.duration(length);
    }
}
