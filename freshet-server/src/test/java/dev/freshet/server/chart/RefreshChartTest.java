// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class RefreshChartTest {

    private static final Instant FROM = Instant.parse("2026-11-02T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");
    private static final TimeScale DAY = new TimeScale(FROM, NOW);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Duration SLA = Duration.ofHours(3);

    @Test
    void theAgeGrowsUntilARefreshEndsAndDropsToTheTimeSinceItsAsOf() {
        AgeCurve curve = AgeCurve.of(List.of(refresh(-1, 0.5), refresh(6, 7)), DAY);

        assertThat(curve.teeth())
                .containsExactly(new AgeCurve.Tooth(at(-1), at(0.5), at(7)), new AgeCurve.Tooth(at(6), at(7), NOW));
        assertThat(curve.teeth().getFirst().ageAt(at(7))).isEqualTo(Duration.ofHours(8));
        assertThat(curve.teeth().getLast().ageAt(at(7))).isEqualTo(Duration.ofHours(1));
        assertThat(curve.worst()).isEqualTo(Duration.ofHours(18));
    }

    @Test
    void aRefreshBeforeTheRangeCountsForItsBeginning() {
        assertThat(AgeCurve.of(List.of(refresh(-9, -8), refresh(-2, -1)), DAY).teeth())
                .containsExactly(new AgeCurve.Tooth(at(-2), FROM, NOW));
    }

    @Test
    void aRefreshThatShowsOlderDataThanTheOneBeforeChangesNothing() {
        assertThat(AgeCurve.of(List.of(refresh(4, 5), refresh(3, 6)), DAY).teeth())
                .hasSize(1);
    }

    @Test
    void stretchesAboveTheSlaBeginWhereItIsCrossed() {
        AgeCurve curve = AgeCurve.of(List.of(refresh(0, 0), refresh(5, 5), refresh(7, 11), refresh(12, 12)), DAY);

        assertThat(curve.above(SLA))
                .containsExactly(
                        new AgeCurve.Stretch(at(3), at(5), Duration.ofHours(5)),
                        new AgeCurve.Stretch(at(8), at(12), Duration.ofHours(6)),
                        new AgeCurve.Stretch(at(15), NOW, Duration.ofHours(12)));
    }

    @Test
    void drawsTheSawTooth() {
        Drawing drawing = draw(SLA, refresh(0, 0), refresh(6, 6), refresh(12, 12), refresh(18, 18));
        Element line = ParsedDrawing.of(drawing).mark("age");

        assertThat(line.getAttribute("d"))
                .isEqualTo("M0 166L25 19.33L25 166L50 19.33L50 166L75 19.33L75 166L100 19.33");
        assertThat(line.getAttribute("vector-effect")).isEqualTo("non-scaling-stroke");
        assertThat(drawing.label())
                .isEqualTo("Age of hero over 24 h: now 6 h, at most 6 h; within its SLA of 3 h for 50 % of the time, "
                        + "above it 4 times; no refresh failed");
    }

    @Test
    void whatIsAboveTheSlaIsFilledAndMarkedBelowTheAxis() {
        ParsedDrawing chart = ParsedDrawing.of(draw(SLA, refresh(0, 0), refresh(6, 6), refresh(24, 24)));
        List<Element> strips = chart.marks("bar", "s-breached");

        assertThat(chart.mark("above").getAttribute("d")).startsWith("M12.5 ");
        assertThat(strips).hasSize(2);
        assertThat(ParsedDrawing.percent(strips.getFirst(), "x")).isCloseTo(12.5, within(0.1));
        assertThat(ParsedDrawing.percent(strips.getFirst(), "width")).isCloseTo(12.5, within(0.1));
        assertThat(ParsedDrawing.title(strips.getFirst()))
                .isEqualTo("Above the SLA, Mon 2 Nov 2026, 10:00:00 – 13:00, at most 6 h old");
    }

    @Test
    void nearlyAlwaysIsNotRoundedUpToAlways() {
        Drawing drawing = draw(Duration.ofHours(24).minusSeconds(5), refresh(0, 0));

        assertThat(drawing.label()).contains("for 99.9 % of the time, above it 1 time");
    }

    @Test
    void aLongOutageIsCutOffSoThatTheRestStaysLegible() {
        Drawing drawing = draw(Duration.ofMinutes(15), refresh(0, 0.1), refresh(20, 20.1));
        List<String> levels = ParsedDrawing.of(drawing).texts("text");

        assertThat(drawing.label()).contains("at most 20 h 6 min").endsWith("cut off at 1 h 18 min");
        assertThat(levels).contains("30 min", "1 h").doesNotContain("6 h");
    }

    @Test
    void failuresAreMarksOnTheAxisThatSayTheirError() {
        Drawing drawing = RefreshChart.draw(
                "hero",
                FROM,
                NOW,
                List.of(refresh(1, 1)),
                List.of(
                        new RefreshChart.Failure(at(6), "<lock> timeout\nCONTEXT: …"),
                        new RefreshChart.Failure(at(-3), "before")),
                SLA,
                ZONE);
        Element cross = ParsedDrawing.of(drawing).mark("cross", "s-failed");
        Element place = (Element) cross.getParentNode();

        assertThat(ParsedDrawing.percent(place, "x")).isCloseTo(25.0, within(0.1));
        assertThat(ParsedDrawing.title(place)).isEqualTo("Refresh failed, Mon 2 Nov 2026, 13:00:00: <lock> timeout");
        assertThat(drawing.table().rows())
                .extracting(row -> row.cells().get(1))
                .containsExactly("failed: <lock> timeout", "refreshed");
    }

    @Test
    void manyRefreshesAreThinnedWithoutLosingTheWorst() {
        List<RefreshChart.Refresh> many = new ArrayList<>();
        for (int minute = 0; minute < 1440; minute++) {
            if (minute < 700 || minute > 712) {
                Instant at = FROM.plus(Duration.ofMinutes(minute)).plusSeconds(1);
                many.add(new RefreshChart.Refresh(at, at.plusSeconds(5)));
            }
        }
        AgeCurve curve = AgeCurve.of(many, DAY);

        assertThat(AgePath.thinned(curve.teeth()))
                .hasSizeLessThanOrEqualTo(AgePath.MOST_TEETH)
                .anyMatch(tooth -> tooth.ageAt(tooth.to()).equals(curve.worst()));
        Drawing drawing = RefreshChart.draw("hero", FROM, NOW, many, List.of(), SLA, ZONE);
        assertThat(drawing.table().rows()).hasSize(RefreshChart.MOST_ROWS + 1);
        assertThat(drawing.table().rows().getLast().cells()).contains("and 1,227 earlier");
    }

    @Test
    void withoutARefreshItSaysSo() {
        Drawing drawing = draw(null);

        assertThat(drawing.label()).isEqualTo("Age of hero over 24 h: no refresh yet; no refresh failed");
        assertThat(ParsedDrawing.of(drawing).marks("age")).isEmpty();
        assertThat(ParsedDrawing.of(drawing).texts("text")).contains("No refresh yet");
    }

    private static Instant at(double hours) {
        return FROM.plusSeconds(Math.round(hours * 3600));
    }

    private static RefreshChart.Refresh refresh(double asOf, double end) {
        return new RefreshChart.Refresh(at(asOf), at(end));
    }

    private static Drawing draw(@Nullable Duration sla, RefreshChart.Refresh... refreshes) {
        return RefreshChart.draw("hero", FROM, NOW, List.of(refreshes), List.of(), sla, ZONE);
    }
}
