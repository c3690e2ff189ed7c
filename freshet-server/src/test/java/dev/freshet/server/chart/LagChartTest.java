// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagChartTest {

    private static final Instant FROM = Instant.parse("2026-11-02T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Duration SLA = Duration.ofHours(3);

    @Test
    void drawsTheLagAsItWasMeasured() {
        Drawing drawing = draw(List.of(), point(0, 0, SLA), point(6, 2, SLA), point(6.1, 0, SLA), point(24, 1, SLA));
        assertThat(ParsedDrawing.of(drawing).mark("age").getAttribute("d")).startsWith("M0 166L25 ");
        assertThat(drawing.label())
                .isEqualTo("Lag of hero over 24 h: now 1 h, at most 2 h; no breach; no refresh failed");
    }

    @Test
    void isInterruptedWhereTheLagWasNotKnown() {
        Drawing drawing = draw(List.of(), point(0, 1, SLA), unknown(6), point(12, 1, SLA), point(24, 2, SLA));
        assertThat(ParsedDrawing.of(drawing)
                        .mark("age")
                        .getAttribute("d")
                        .chars()
                        .filter(c -> c == 'M'))
                .hasSize(2);
    }

    @Test
    void shadesBreachesAndTellsTheirCause() {
        Drawing drawing = draw(
                List.of(new LagChart.Breach(at(6), at(12), Duration.ofHours(9), "paused by <b>jo</b>")),
                point(0, 0, SLA),
                point(12, 9, SLA),
                point(24, 0, SLA));
        var shade =
                ParsedDrawing.of(drawing).marks("breach-shade", "s-breached").getFirst();
        assertThat(ParsedDrawing.percent(shade, "x")).isCloseTo(25, within(0.1));
        assertThat(ParsedDrawing.percent(shade, "width")).isCloseTo(25, within(0.1));
        assertThat(drawing.svg())
                .contains("Breach: paused by &lt;b&gt;jo&lt;/b&gt;")
                .doesNotContain("<b>jo");
        assertThat(drawing.label()).contains("; 1 breach;");
        assertThat(drawing.table().rows())
                .anySatisfy(row -> assertThat(row.cells().get(1)).contains("paused by"));
    }

    @Test
    void thePromiseStepsWhereItChanges() {
        Drawing drawing = draw(
                List.of(), point(0, 0, SLA), point(8, 0, Duration.ofHours(1)), point(18, 0, SLA), point(24, 0, SLA));
        assertThat(ParsedDrawing.of(drawing).marks("limit")).hasSize(3);
        assertThat(drawing.svg()).contains("SLA 3 h", "SLA 1 h");
    }

    @Test
    void saysSoWhereNothingWasMeasured() {
        assertThat(draw(List.of()).label()).isEqualTo("Lag of hero over 24 h: nothing was measured yet");
        assertThat(draw(List.of(), unknown(3)).label()).contains("now not known");
    }

    private static Drawing draw(List<LagChart.Breach> breaches, LagChart.Point... points) {
        return LagChart.draw(new LagChart.Story("hero", List.of(points), breaches, List.of(), true), FROM, NOW, ZONE);
    }

    private static LagChart.Point point(double hour, double lagInHours, @Nullable Duration sla) {
        return new LagChart.Point(at(hour), Duration.ofSeconds(Math.round(lagInHours * 3600)), sla);
    }

    private static LagChart.Point unknown(double hour) {
        return new LagChart.Point(at(hour), null, SLA);
    }

    private static Instant at(double hour) {
        return FROM.plusSeconds(Math.round(hour * 3600));
    }
}
