// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.job.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class DurationChartTest {

    private static final Instant FIRST = Instant.parse("2026-11-01T23:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @Test
    void barsAreOrderedByTimeAndLinkToTheirRuns() {
        List<DurationChart.Run> runs = runs(50, 10);
        ParsedDrawing chart = ParsedDrawing.of(draw(runs.reversed()));

        assertThat(chart.elements().stream()
                        .filter(element -> element.getTagName().equals("a"))
                        .map(link -> link.getAttribute("href")))
                .hasSize(50)
                .startsWith("/runs/0", "/runs/1")
                .endsWith("/runs/49");
        assertThat(ParsedDrawing.percent(chart.marks("column").get(10), "x")).isCloseTo(20.28, within(0.1));
        assertThat(ParsedDrawing.percent(chart.marks("column").get(10), "width"))
                .isCloseTo(1.44, within(0.1));
        assertThat(chart.texts("text")).contains("Mon 2 Nov, 00:00", "Wed 4 Nov, 01:00");
    }

    @Test
    void heightsAreInProportionOnALinearScale() {
        List<DurationChart.Run> runs = new ArrayList<>(runs(20, 10));
        runs.set(5, run(5, RunState.FAILED, 5));
        List<Element> bars = ParsedDrawing.of(draw(runs)).marks("column");

        assertThat(ParsedDrawing.number(bars.get(5), "height") / ParsedDrawing.number(bars.get(4), "height"))
                .isCloseTo(0.5, within(0.001));
        assertThat(bars.get(5).getAttribute("class")).contains("s-failed");
    }

    @Test
    void showsOnlyTheLatestHundred() {
        Drawing drawing = draw(runs(250, 10));

        assertThat(ParsedDrawing.of(drawing).marks("column")).hasSize(100);
        assertThat(drawing.table().rows()).hasSize(100);
        assertThat(drawing.table().rows().getFirst().href()).isEqualTo("/runs/249");
    }

    @Test
    void aFarOutlierIsCutOffAndSaidSo() {
        List<DurationChart.Run> runs = new ArrayList<>(runs(40, 10));
        runs.set(7, run(7, RunState.SUCCEEDED, 100));
        Drawing drawing = draw(runs);
        ParsedDrawing chart = ParsedDrawing.of(drawing);

        assertThat(chart.marks("clip")).hasSize(1);
        assertThat(ParsedDrawing.number(chart.marks("column").get(3), "height")).isGreaterThan(80);
        assertThat(drawing.label()).endsWith("; 1 bar cut off at the top").doesNotContain("logarithmic");
        assertThat(chart.texts("title"))
                .anyMatch(title -> title.startsWith("Run 7 succeeded") && title.endsWith("1 min 40 s"));
    }

    @Test
    void turnsLogarithmicWhereTheLongestIsFiftyTimesTheMedian() {
        List<DurationChart.Run> runs = new ArrayList<>(runs(40, 10));
        runs.set(7, run(7, RunState.SUCCEEDED, 1000));
        Drawing drawing = draw(runs);
        ParsedDrawing chart = ParsedDrawing.of(drawing);

        assertThat(drawing.label()).contains("logarithmic scale").doesNotContain("cut off");
        assertThat(chart.texts("text")).contains("1 s", "10 s", "1 min", "10 min");
        double usual = ParsedDrawing.number(chart.marks("column").get(3), "height");
        double outlier = ParsedDrawing.number(chart.marks("column").get(7), "height");
        assertThat(outlier / usual).isBetween(2.0, 4.0);
    }

    @Test
    void drawsWhatIsUsualAndTheLimits() {
        List<DurationChart.Run> runs = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            runs.add(run(i, RunState.SUCCEEDED, i));
        }
        DurationChart.Limit near = new DurationChart.Limit("SLA", Duration.ofSeconds(90));
        DurationChart.Limit far = new DurationChart.Limit("timeout", Duration.ofHours(1));
        Drawing drawing = DurationChart.draw("mail", runs, List.of(near, far), ZONE);
        ParsedDrawing chart = ParsedDrawing.of(drawing);

        assertThat(drawing.label())
                .isEqualTo("Durations of mail: 100 runs, none failed; median 50 s, 95 of 100 within 1 min 35 s; "
                        + "SLA 1 min 30 s exceeded by 10 runs; timeout 1 h never exceeded");
        assertThat(chart.texts("text")).contains("p50 50 s", "p95 1 min 35 s", "SLA 1 min 30 s", "timeout 1 h ↑");
        Element limit = chart.mark("limit");
        Element ninetieth = chart.marks("column").get(89);
        assertThat(ParsedDrawing.number(limit, "y1")).isCloseTo(ParsedDrawing.number(ninetieth, "y"), within(0.1));
    }

    @Test
    void withoutRunsItSaysSo() {
        Drawing drawing = draw(List.of());

        assertThat(drawing.label()).isEqualTo("Durations of mail: no runs yet");
        assertThat(ParsedDrawing.of(drawing).texts("text")).containsExactly("No runs yet");
        assertThat(drawing.table().rows()).isEmpty();
    }

    @Test
    void ticksAreRoundAndFew() {
        for (long millis : new long[] {1, 7, 420, 999, 12_345, 59_000, 61_000, 3_599_000, 7_300_000, 400_000_000L}) {
            DurationScale scale = DurationScale.linear(Duration.ofMillis(millis), 0, 100);
            assertThat(scale.ticks(4)).as("%s ms", millis).hasSizeBetween(1, 4);
        }
        assertThat(DurationScale.linear(Duration.ofSeconds(100), 0, 100).ticks(4))
                .extracting(DurationScale::words)
                .containsExactly("30 s", "1 min", "1 min 30 s");
    }

    private static List<DurationChart.Run> runs(int count, int seconds) {
        List<DurationChart.Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(run(i, RunState.SUCCEEDED, seconds));
        }
        return runs;
    }

    private static DurationChart.Run run(int number, RunState state, int seconds) {
        return new DurationChart.Run(
                "Run " + number,
                "/runs/" + number,
                state,
                FIRST.plus(Duration.ofHours(number)),
                Duration.ofSeconds(seconds));
    }

    private static Drawing draw(List<DurationChart.Run> runs) {
        return DurationChart.draw("mail", runs, List.of(), ZONE);
    }
}
