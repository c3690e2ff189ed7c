// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CalendarHeatmapTest {

    /** A Tuesday. */
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 3);

    @Test
    void aColumnIsAWeekAndTodayIsInTheLast() {
        ParsedDrawing calendar = draw(DayOfWeek.MONDAY, new CalendarHeatmap.Day(TODAY, 4, 0));
        Element today = calendar.mark("good");

        assertThat(ParsedDrawing.percent(today, "x")).isCloseTo(90.0, within(0.1));
        assertThat(ParsedDrawing.number(today, "y")).isEqualTo(18 + 16);
        assertThat(calendar.marks("day")).hasSize(9 * 7 + 2);
        assertThat(calendar.texts("text")).contains("Mon", "Wed", "Oct");
    }

    @Test
    void theWeekCanBeginOnSunday() {
        ParsedDrawing calendar = draw(DayOfWeek.SUNDAY, new CalendarHeatmap.Day(TODAY, 4, 0));

        assertThat(ParsedDrawing.number(calendar.mark("good"), "y")).isEqualTo(18 + 2 * 16);
        assertThat(calendar.marks("day")).hasSize(9 * 7 + 3);
        assertThat(calendar.texts("text")).contains("Sun").doesNotContain("Mon");
    }

    @Test
    void noneAllGoodSomeFailedAndAllFailedHaveDifferentShapes() {
        ParsedDrawing calendar = draw(
                DayOfWeek.MONDAY,
                new CalendarHeatmap.Day(TODAY, 96, 0),
                new CalendarHeatmap.Day(TODAY.minusDays(1), 96, 48),
                new CalendarHeatmap.Day(TODAY.minusDays(2), 96, 96));

        assertThat(calendar.marks("good")).hasSize(2);
        assertThat(calendar.marks("bad"))
                .extracting(bad -> ParsedDrawing.number(bad, "height"))
                .containsExactly(13.0, 6.5);
        assertThat(calendar.marks("struck")).hasSize(1);
        assertThat(calendar.marks("none")).hasSize(9 * 7 + 2 - 3);
        assertThat(calendar.texts("title"))
                .contains(
                        "Tue 3 Nov 2026: 96 runs, none failed",
                        "Mon 2 Nov 2026: 96 runs, 48 failed",
                        "Sun 1 Nov 2026: 96 runs, 96 failed",
                        "Sat 31 Oct 2026: no runs");
    }

    @Test
    void moreRunsAreAStrongerColour() {
        ParsedDrawing calendar = draw(
                DayOfWeek.MONDAY,
                new CalendarHeatmap.Day(TODAY, 100, 0),
                new CalendarHeatmap.Day(TODAY.minusDays(1), 50, 0),
                new CalendarHeatmap.Day(TODAY.minusDays(2), 1, 0));

        assertThat(calendar.marks("level-4")).hasSize(1);
        assertThat(calendar.marks("level-2")).hasSize(1);
        assertThat(calendar.marks("level-1")).hasSize(1);
    }

    @Test
    void daysOutsideOfTheWeeksAreNotCounted() {
        Drawing drawing = CalendarHeatmap.draw(
                "mail",
                TODAY,
                List.of(
                        new CalendarHeatmap.Day(TODAY, 24, 2),
                        new CalendarHeatmap.Day(TODAY.plusDays(1), 9, 9),
                        new CalendarHeatmap.Day(TODAY.minusDays(400), 9, 9)),
                26,
                DayOfWeek.MONDAY);

        assertThat(drawing.label()).isEqualTo("mail by day over 26 weeks: 24 runs, 2 failed on 1 day");
        assertThat(drawing.table().rows()).containsExactly(ChartTable.Row.of("Tue 3 Nov 2026", "24", "2", "8.33 %"));
    }

    @Test
    void withoutRunsItSaysSo() {
        Drawing drawing = CalendarHeatmap.draw("mail", TODAY, List.of(), 26, DayOfWeek.MONDAY);

        assertThat(drawing.label()).isEqualTo("mail by day over 26 weeks: no runs");
        assertThat(ParsedDrawing.of(drawing).marks("none")).hasSize(25 * 7 + 2);
    }

    @Test
    void refusesMoreFailuresThanRuns() {
        assertThatThrownBy(() -> new CalendarHeatmap.Day(TODAY, 3, 4)).hasMessageContaining("4 failed of 3 runs");
    }

    private static ParsedDrawing draw(DayOfWeek first, CalendarHeatmap.Day... days) {
        return ParsedDrawing.of(CalendarHeatmap.draw("mail", TODAY, List.of(days), 10, first));
    }
}
