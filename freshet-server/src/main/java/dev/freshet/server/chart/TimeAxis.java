// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The labels of a time axis: moments at which the viewer's clock shows a round time.
 *
 * <p>They are found by the zone's own rules, day by day: on the day on which the clock goes forward a skipped hour has no
 * label, and on the day on which it goes back a repeated hour has two.
 */
record TimeAxis(TimeScale scale, ZoneId zone) {

    private static final int MINUTES_PER_DAY = 1440;
    private static final int[] STEPS_IN_MINUTES = {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, MINUTES_PER_DAY};
    private static final int[] STEPS_IN_DAYS = {1, 2, 7, 14, 28, 91, 364};

    /**
     * A labelled moment.
     *
     * @param day whether the label is the date, because a day begins here
     * @param minor whether the label may be left out where there is little room
     */
    record Tick(Instant at, String label, boolean day, boolean minor) {}

    /** At most about as many as said; a repeated hour may add one. */
    List<Tick> ticks(int most) {
        for (int step : STEPS_IN_MINUTES) {
            if (scale.length().toMinutes() / step <= most) {
                return step == MINUTES_PER_DAY ? days(1) : withinDays(step);
            }
        }
        for (int step : STEPS_IN_DAYS) {
            if (scale.length().toDays() / step <= most) {
                return days(step);
            }
        }
        return days(STEPS_IN_DAYS[STEPS_IN_DAYS.length - 1]);
    }

    private List<Tick> withinDays(int step) {
        List<Tick> ticks = new ArrayList<>();
        for (LocalDate day = firstDay(); !day.isAfter(lastDay()); day = day.plusDays(1)) {
            Instant begin = day.atStartOfDay(zone).toInstant();
            add(ticks, new Tick(begin, Words.shortDate(day), true, false));
            for (int minute = 0; minute < MINUTES_PER_DAY; minute += step) {
                var local = day.atTime(minute / 60, minute % 60);
                for (ZoneOffset offset : zone.getRules().getValidOffsets(local)) {
                    Instant at = local.toInstant(offset);
                    if (!at.equals(begin)) {
                        add(ticks, new Tick(at, Words.clock(at, zone), false, minute % (2 * step) != 0));
                    }
                }
            }
        }
        ticks.sort(Comparator.comparing(Tick::at));
        return ticks;
    }

    private List<Tick> days(int step) {
        List<Tick> ticks = new ArrayList<>();
        for (LocalDate day = firstDay(); !day.isAfter(lastDay()); day = day.plusDays(1)) {
            long number = day.toEpochDay() + 3; // Mondays are multiples of seven.
            if (number % step == 0) {
                boolean minor = step == 1 ? scale.length().toDays() > 5 && number % 2 != 0 : number / step % 2 != 0;
                add(ticks, new Tick(day.atStartOfDay(zone).toInstant(), Words.shortDate(day), true, minor));
            }
        }
        return ticks;
    }

    private void add(List<Tick> ticks, Tick tick) {
        if (scale.contains(tick.at())) {
            ticks.add(tick);
        }
    }

    private LocalDate firstDay() {
        return scale.from().atZone(zone).toLocalDate();
    }

    private LocalDate lastDay() {
        return scale.to().minus(Duration.ofNanos(1)).atZone(zone).toLocalDate();
    }

    /** Writes the labels on one line; those at the edges are turned inward. */
    void write(Svg svg, double baseline, double markFrom, double markTo, int most) {
        for (Tick tick : ticks(most)) {
            double place = scale.place(tick.at());
            svg.vertical(place, markFrom, markTo, "axis", tick.day() ? "day" : "hour")
                    .close();
            String anchor = place < 4 ? "start" : place > 96 ? "end" : "middle";
            String style = tick.day() ? "tick day" : "tick";
            svg.label(place, baseline, anchor, tick.label(), tick.minor() ? style + " wide-only" : style);
        }
    }
}
