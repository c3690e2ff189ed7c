// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeAxisTest {

    /** Every minute of the range is asked for its wall clock: what the axis must label, found without its arithmetic. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "America/Havana",
                "Asia/Kolkata",
                "UTC"
            })
    void labelsEveryRoundHourOfTheClockAlsoOnTheDaysOnWhichItChanges(String name) {
        ZoneId zone = ZoneId.of(name);
        for (Instant around : changes(zone)) {
            for (int[] hoursAndMost : new int[][] {{8, 9}, {24, 9}, {33, 12}, {48, 12}}) {
                Instant from =
                        around.minus(Duration.ofHours(hoursAndMost[0] / 2)).plusSeconds(17);
                TimeScale scale = new TimeScale(from, from.plus(Duration.ofHours(hoursAndMost[0])));
                int step = hoursAndMost[0] <= 9 ? 1 : hoursAndMost[0] <= 33 ? 3 : 6;

                Map<Instant, String> labels = new TreeMap<>();
                new TimeAxis(scale, zone).ticks(hoursAndMost[1]).forEach(tick -> labels.put(tick.at(), tick.label()));

                assertThat(labels).as("%s around %s", name, around).isEqualTo(roundHours(scale, zone, step));
            }
        }
    }

    @Test
    void aRepeatedHourHasTwoLabelsAndASkippedOneNone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        assertThat(hours(berlin, "2026-10-25T00:00", 8))
                .containsExactly("Sun 25 Oct", "01:00", "02:00", "02:00", "03:00", "04:00", "05:00", "06:00");
        assertThat(hours(berlin, "2026-03-29T00:00", 6))
                .containsExactly("Sun 29 Mar", "01:00", "03:00", "04:00", "05:00", "06:00");
    }

    @Test
    void daysOf23And25HoursKeepTheirWidth() {
        ZoneId newYork = ZoneId.of("America/New_York");
        Instant from = LocalDate.of(2026, 3, 8).atStartOfDay(newYork).toInstant();
        TimeScale scale = new TimeScale(from, from.plus(Duration.ofDays(2)));

        List<TimeAxis.Tick> days = new TimeAxis(scale, newYork)
                .ticks(12).stream().filter(TimeAxis.Tick::day).toList();

        assertThat(days).extracting(TimeAxis.Tick::label).containsExactly("Sun 8 Mar", "Mon 9 Mar", "Tue 10 Mar");
        assertThat(Duration.between(days.getFirst().at(), days.get(1).at())).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void longRangesAreLabelledByDaysAndWeeks() {
        Instant from = Instant.parse("2026-10-21T10:00:00Z");

        assertThat(labels(from, Duration.ofDays(7), 9))
                .containsExactly(
                        "Thu 22 Oct",
                        "Fri 23 Oct",
                        "Sat 24 Oct",
                        "Sun 25 Oct",
                        "Mon 26 Oct",
                        "Tue 27 Oct",
                        "Wed 28 Oct");
        assertThat(labels(from, Duration.ofDays(30), 9))
                .containsExactly("Mon 26 Oct", "Mon 2 Nov", "Mon 9 Nov", "Mon 16 Nov");
        assertThat(labels(from, Duration.ofDays(3650), 9)).hasSizeBetween(5, 12);
    }

    @Test
    void shortRangesAreLabelledByMinutes() {
        assertThat(labels(Instant.parse("2026-10-21T10:02:00Z"), Duration.ofMinutes(30), 7))
                .containsExactly("10:05", "10:10", "10:15", "10:20", "10:25", "10:30");
    }

    private static List<String> labels(Instant from, Duration length, int most) {
        return new TimeAxis(new TimeScale(from, from.plus(length)), ZoneId.of("UTC"))
                .ticks(most).stream().map(TimeAxis.Tick::label).toList();
    }

    private static List<String> hours(ZoneId zone, String local, int hours) {
        Instant from = LocalDateTime.parse(local).atZone(zone).toInstant();
        return new TimeAxis(new TimeScale(from, from.plus(Duration.ofHours(hours))), zone)
                .ticks(9).stream().map(TimeAxis.Tick::label).toList();
    }

    /** Both changes of a year, or a quiet day where there are none. */
    private static List<Instant> changes(ZoneId zone) {
        List<Instant> changes = new ArrayList<>();
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.parse("2026-01-01T00:00:00Z"));
        while (next != null && next.getInstant().isBefore(end)) {
            changes.add(next.getInstant());
            next = zone.getRules().nextTransition(next.getInstant());
        }
        changes.add(Instant.parse("2026-06-10T12:00:00Z"));
        return changes;
    }

    private static Map<Instant, String> roundHours(TimeScale scale, ZoneId zone, int step) {
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
        DateTimeFormatter date = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
        Map<Instant, String> expected = new TreeMap<>();
        Instant minute = scale.from().truncatedTo(ChronoUnit.MINUTES);
        for (; minute.isBefore(scale.to()); minute = minute.plusSeconds(60)) {
            ZonedDateTime local = minute.atZone(zone);
            boolean begin = local.toLocalDate().atStartOfDay(zone).toInstant().equals(minute);
            boolean round = local.getMinute() == 0 && local.getHour() % step == 0;
            if (minute.isBefore(scale.from()) || !(begin || round)) {
                continue;
            }
            expected.put(minute, (begin ? date : clock).format(local));
        }
        return expected;
    }
}
