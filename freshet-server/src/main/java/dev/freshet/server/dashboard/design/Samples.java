// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.design;

import dev.freshet.job.RunState;
import dev.freshet.server.chart.CalendarHeatmap;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.DurationChart;
import dev.freshet.server.chart.LagBar;
import dev.freshet.server.chart.MarkState;
import dev.freshet.server.chart.RefreshChart;
import dev.freshet.server.chart.Sparkline;
import dev.freshet.server.chart.Timeline;
import dev.freshet.server.dashboard.design.Design.Sample;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures of made-up jobs and views, the same at each look. */
final class Samples {

    private static final Instant NOW = Instant.parse("2026-03-03T13:20:00Z");
    private static final Duration SLA = Duration.ofMinutes(15);
    private static final int RUNS = 48;
    private static final int MINUTES_BETWEEN = 10;

    private Samples() {}

    static List<Sample> drawings(ZoneId zone, Instant now) {
        return List.of(
                new Sample(
                        "Lag bar",
                        "one view beside its promise, in the height of a line",
                        LagBar.draw(new LagBar.Reading("sample", MarkState.FRESH, Duration.ofMinutes(9), SLA), now)),
                new Sample(
                        "Lag bar, breached",
                        "beyond the mark it grows ever more slowly",
                        LagBar.draw(
                                new LagBar.Reading("sample", MarkState.BREACHED, Duration.ofMinutes(40), SLA), now)),
                new Sample("Sparkline", "a trend in a table", Sparkline.bars("Sample", values())),
                new Sample("Age", "how old a view was, beside its promise", ages(zone)),
                new Sample("Durations", "how long runs took, by outcome", durations(zone)),
                new Sample("Days", "what came of each day", days(zone)));
    }

    static Timeline timeline(ZoneId zone) {
        List<Timeline.Run> runs = IntStream.range(0, RUNS)
                .mapToObj(i -> new Timeline.Run(state(i), start(i), start(i).plus(taken(i).multipliedBy(20))))
                .toList();
        List<Instant> coming =
                List.of(NOW.plus(Duration.ofMinutes(30)), NOW.plus(Duration.ofHours(2)), NOW.plus(Duration.ofHours(4)));
        return Timeline.draw(
                Timeline.Span.around(NOW, Duration.ofHours(9), Duration.ofHours(5)),
                List.of(new Timeline.Job("sample", "/design", runs, coming)),
                List.of(new Timeline.Deployment(NOW.minus(Duration.ofHours(3)), "Deployment 7")),
                zone);
    }

    private static List<Sparkline.Value> values() {
        return IntStream.range(0, 24)
                .mapToObj(i -> new Sparkline.Value(
                        "refresh " + i, taken(i).toMillis(), taken(i).toMillis() + " ms", MarkState.of(state(i).id())))
                .toList();
    }

    private static Drawing ages(ZoneId zone) {
        List<RefreshChart.Refresh> refreshes = IntStream.range(0, RUNS)
                .filter(i -> i < 20 || i > 26)
                .mapToObj(i -> new RefreshChart.Refresh(start(i), start(i).plus(taken(i))))
                .toList();
        List<RefreshChart.Failure> failures = IntStream.rangeClosed(20, 26)
                .mapToObj(i -> new RefreshChart.Failure(start(i), "could not be locked"))
                .toList();
        return RefreshChart.draw("sample", start(0), NOW, refreshes, failures, SLA, zone);
    }

    private static Drawing durations(ZoneId zone) {
        List<DurationChart.Run> runs = IntStream.range(0, RUNS)
                .mapToObj(i -> new DurationChart.Run("Run " + (i + 1), "/design", state(i), start(i), taken(i)))
                .toList();
        return DurationChart.draw(
                "sample", runs, List.of(new DurationChart.Limit("timeout", Duration.ofSeconds(8))), zone);
    }

    private static Drawing days(ZoneId zone) {
        LocalDate today = NOW.atZone(zone).toLocalDate();
        List<CalendarHeatmap.Day> days = IntStream.range(0, 120)
                .mapToObj(i -> new CalendarHeatmap.Day(today.minusDays(i), 24 + i % 9 * 12L, i % 23 == 4 ? 9 : 0))
                .toList();
        return CalendarHeatmap.draw("sample", today, days, CalendarHeatmap.USUAL_WEEKS, DayOfWeek.MONDAY);
    }

    private static Instant start(int number) {
        return NOW.minus(Duration.ofMinutes((long) (RUNS - number) * MINUTES_BETWEEN));
    }

    private static Duration taken(int number) {
        return Duration.ofMillis(1_400 + number * 733L % 2_100 + (number % 17 == 9 ? 3_000 : 0));
    }

    private static RunState state(int number) {
        return number % 17 == 9 ? RunState.FAILED : RunState.SUCCEEDED;
    }
}
