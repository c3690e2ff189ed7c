// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class LagBarTest {

    private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");
    private static final Duration SLA = Duration.ofMinutes(15);

    @Test
    void growsInProportionUpToTheMarkOfTheSla() {
        assertThat(LagBar.width(Duration.ZERO, SLA)).isZero();
        assertThat(LagBar.width(Duration.ofMinutes(5), SLA)).isCloseTo(22.0, within(0.1));
        assertThat(LagBar.width(SLA, SLA)).isCloseTo(66.0, within(0.1));
        assertThat(LagBar.width(Duration.ofMinutes(30), SLA)).isCloseTo(83.0, within(0.1));
    }

    @Property
    void aGreaterLagNeverHasAShorterBarAndNoBarLeavesTheTrack(
            @ForAll @IntRange(max = 1_000_000) int lag, @ForAll @IntRange(max = 10_000) int more) {
        double shorter = LagBar.width(Duration.ofSeconds(lag), SLA);
        double longer = LagBar.width(Duration.ofSeconds(lag).plusSeconds(more), SLA);

        assertThat(shorter).isLessThanOrEqualTo(longer);
        assertThat(longer).isBetween(0.0, 100.0);
        assertThat(LagBar.width(Duration.ofSeconds(lag), null)).isBetween(0.0, 100.0);
    }

    @Test
    void tellsAScriptFromWhenTheLagCounts() {
        Drawing drawing =
                LagBar.draw(new LagBar.Reading("top_pages", MarkState.BREACHED, Duration.ofMinutes(24), SLA), NOW);
        Element bar = ParsedDrawing.of(drawing).mark("lag", "s-breached");

        assertThat(bar.getAttribute("data-as-of")).isEqualTo("2026-11-03T11:36:00Z");
        assertThat(bar.getAttribute("data-sla-seconds")).isEqualTo("900");
        assertThat(ParsedDrawing.percent(bar, "width")).isCloseTo(78.75, within(0.1));
        assertThat(drawing.label()).isEqualTo("top_pages is breached: lag 24 min, SLA 15 min");
        assertThat(ParsedDrawing.of(drawing).marks("stripes")).hasSize(1);
    }

    @Test
    void whereNothingIsPendingNothingGrows() {
        Drawing drawing = LagBar.draw(new LagBar.Reading("top_pages", MarkState.FRESH, Duration.ZERO, SLA), NOW);

        assertThat(ParsedDrawing.of(drawing).mark("lag").hasAttribute("data-as-of"))
                .isFalse();
        assertThat(drawing.label()).contains("no lag");
    }

    @Test
    void anUnknownLagHasNoBarAndAMissingSlaNoMark() {
        ParsedDrawing unknown =
                ParsedDrawing.of(LagBar.draw(new LagBar.Reading("new", MarkState.UNKNOWN, null, SLA), NOW));
        ParsedDrawing unpromised = ParsedDrawing.of(
                LagBar.draw(new LagBar.Reading("old", MarkState.FRESH, Duration.ofHours(1), null), NOW));

        assertThat(unknown.marks("lag")).isEmpty();
        assertThat(unknown.marks("unmeasured")).hasSize(1);
        assertThat(unknown.marks("sla")).hasSize(1);
        assertThat(unpromised.marks("sla")).isEmpty();
        assertThat(ParsedDrawing.percent(unpromised.mark("lag"), "width")).isCloseTo(50, within(0.1));
    }
}
