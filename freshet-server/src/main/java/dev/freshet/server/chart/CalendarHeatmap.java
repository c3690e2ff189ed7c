// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Outcomes by day: weeks as columns, the share of failures as the height of the failed part of a day's square. */
public final class CalendarHeatmap {

    public static final int USUAL_WEEKS = 26;

    private static final double FIRST_ROW = 18;
    private static final double PITCH = 16;
    private static final double SIDE = 13;
    private static final int HEIGHT = (int) (FIRST_ROW + 7 * PITCH);
    private static final double PART_OF_A_COLUMN = SIDE / PITCH;
    private static final int LEVELS = 4;
    private static final int COLUMNS_BETWEEN_MONTHS = 3;

    private CalendarHeatmap() {}

    /** What happened on a day; a day without runs may be left out. */
    public record Day(LocalDate date, long runs, long failed) {

        public Day {
            if (runs < 0 || failed < 0 || failed > runs) {
                throw new IllegalArgumentException(failed + " failed of " + runs + " runs on " + date
                        + "; expected no more failed than there are");
            }
        }
    }

    /** The weeks up to today's. */
    public static Drawing draw(String job, LocalDate today, List<Day> days, int weeks, DayOfWeek firstDayOfWeek) {
        LocalDate first =
                today.with(TemporalAdjusters.previousOrSame(firstDayOfWeek)).minusWeeks(weeks - 1L);
        Map<LocalDate, Day> byDate = days.stream()
                .filter(day -> !day.date().isBefore(first) && !day.date().isAfter(today))
                .collect(Collectors.toMap(Day::date, Function.identity(), CalendarHeatmap::plus));
        long most = byDate.values().stream().mapToLong(Day::runs).max().orElse(0);
        String label = label(job, weeks, byDate);
        Svg svg = Svg.picture("calendar", "img", label, HEIGHT);
        weekdays(svg, firstDayOfWeek);
        months(svg, first, weeks);
        List<ChartTable.Row> rows = new ArrayList<>();
        for (LocalDate date = first; !date.isAfter(today); date = date.plusDays(1)) {
            Day day = byDate.getOrDefault(date, new Day(date, 0, 0));
            cell(svg, day, (int) ChronoUnit.DAYS.between(first, date), weeks, most);
            if (day.runs() > 0) {
                rows.addFirst(ChartTable.Row.of(
                        Words.date(date),
                        Human.number(day.runs()),
                        Human.number(day.failed()),
                        Svg.number(100.0 * day.failed() / day.runs()) + " %"));
            }
        }
        return new Drawing(svg.end(), label, new ChartTable(List.of("Day", "Runs", "Failed", "Share failed"), rows));
    }

    private static void cell(Svg svg, Day day, int number, int weeks, long most) {
        double column = 100.0 / weeks;
        double x = column * Math.floorDiv(number, 7);
        double y = FIRST_ROW + PITCH * (number % 7);
        double to = x + column * PART_OF_A_COLUMN;
        svg.open("g").title(Words.date(day.date()) + ": " + words(day));
        if (day.runs() == 0) {
            svg.bar(x, to, y, SIDE, "day", "none").attribute("rx", 2).close().close();
            return;
        }
        long level = Math.max(1, (LEVELS * day.runs() + most - 1) / most);
        boolean allFailed = day.failed() == day.runs();
        if (!allFailed) {
            svg.bar(x, to, y, SIDE, "day", "good", "level-" + level, MarkState.SUCCEEDED.style())
                    .attribute("rx", 2)
                    .close();
        }
        if (day.failed() > 0) {
            double height = Math.max(SIDE / 3, SIDE * day.failed() / day.runs());
            svg.bar(x, to, y + SIDE - height, height, "day", "bad", MarkState.FAILED.style())
                    .attribute("rx", 2)
                    .close();
        }
        if (allFailed) {
            double middle = x + column * PART_OF_A_COLUMN / 2;
            svg.shape(middle, y + SIDE / 2, "M-2.5-2.5l5 5M-2.5 2.5l5-5", "struck")
                    .close();
        }
        svg.close();
    }

    private static void weekdays(Svg svg, DayOfWeek first) {
        for (int row = 0; row < 7; row += 2) {
            String name = first.plus(row).name();
            String shown = name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
            svg.open("text").attribute("x", "-6").attribute("y", FIRST_ROW + PITCH * row + SIDE - 2);
            svg.attribute("text-anchor", "end").classes("tick").text(shown).close();
        }
    }

    private static void months(Svg svg, LocalDate first, int weeks) {
        int free = 0;
        for (int week = 0; week < weeks; week++) {
            LocalDate monday = first.plusWeeks(week);
            LocalDate next = monday.plusDays(6);
            boolean begins = next.getDayOfMonth() <= 7;
            boolean leads = week == 0
                    && first.getMonth()
                            == first.plusWeeks(COLUMNS_BETWEEN_MONTHS)
                                    .minusDays(1)
                                    .getMonth();
            if ((begins || leads) && week >= free && week < weeks - 1) {
                svg.label(100.0 / weeks * week, 10, "start", Words.month(leads ? monday : next), "tick");
                free = week + COLUMNS_BETWEEN_MONTHS;
            }
        }
    }

    private static String label(String job, int weeks, Map<LocalDate, Day> days) {
        long runs = days.values().stream().mapToLong(Day::runs).sum();
        long failed = days.values().stream().mapToLong(Day::failed).sum();
        long bad = days.values().stream().filter(day -> day.failed() > 0).count();
        String head = job + " by day over " + Human.count(weeks, "week") + ": ";
        if (runs == 0) {
            return head + "no runs";
        }
        return head
                + Human.count(runs, "run")
                + (failed == 0
                        ? ", none failed"
                        : ", " + Human.number(failed) + " failed on " + Human.count(bad, "day"));
    }

    private static String words(Day day) {
        if (day.runs() == 0) {
            return "no runs";
        }
        return Human.count(day.runs(), "run") + ", "
                + (day.failed() == 0 ? "none failed" : Human.number(day.failed()) + " failed");
    }

    private static Day plus(Day one, Day other) {
        return new Day(one.date(), one.runs() + other.runs(), one.failed() + other.failed());
    }
}
