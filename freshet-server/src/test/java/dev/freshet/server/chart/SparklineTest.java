// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class SparklineTest {

    @Test
    void aLineRunsFromTheLeastToTheGreatestValue() {
        Drawing drawing = Sparkline.line("Rows", List.of(value(10), value(30), value(20)));

        assertThat(ParsedDrawing.of(drawing).mark("trend").getAttribute("d")).isEqualTo("M0 17L50 3L100 10");
        assertThat(ParsedDrawing.number(ParsedDrawing.of(drawing).mark("dot"), "cy"))
                .isEqualTo(10);
        assertThat(drawing.label()).isEqualTo("Rows: latest 20 rows, between 10 rows and 30 rows");
    }

    @Test
    void barsStandOnZeroAndFailedOnesHaveAFoot() {
        Drawing drawing =
                Sparkline.bars("Rows", List.of(value(10), new Sparkline.Value("Tue", 5, "5 rows", MarkState.FAILED)));
        List<Element> bars = ParsedDrawing.of(drawing).marks("column");

        assertThat(ParsedDrawing.number(bars.getFirst(), "height")).isEqualTo(14);
        assertThat(ParsedDrawing.number(bars.getLast(), "height")).isEqualTo(7);
        assertThat(ParsedDrawing.percent(bars.getLast(), "x")).isCloseTo(57.5, within(0.1));
        assertThat(ParsedDrawing.of(drawing).marks("notch", "s-failed")).hasSize(1);
        assertThat(ParsedDrawing.title(bars.getLast())).isEqualTo("Tue: 5 rows, failed");
        assertThat(drawing.table().rows())
                .containsExactly(
                        ChartTable.Row.of("Tue", "5 rows", "failed"), ChartTable.Row.of("Mon", "10 rows", "succeeded"));
    }

    @Test
    void equalValuesRunThroughTheMiddle() {
        Drawing drawing = Sparkline.line("Rows", List.of(value(10), value(10)));

        assertThat(ParsedDrawing.of(drawing).mark("trend").getAttribute("d")).isEqualTo("M0 10L100 10");
    }

    @Test
    void keepsTheLatestOfTooMany() {
        List<Sparkline.Value> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            values.add(value(i));
        }
        Drawing drawing = Sparkline.bars("Rows", values);

        assertThat(ParsedDrawing.of(drawing).marks("column")).hasSize(Sparkline.MOST_VALUES);
        assertThat(drawing.label()).startsWith("Rows: latest 299 rows, between 200 rows");
    }

    @Test
    void withoutValuesItSaysSo() {
        assertThat(Sparkline.line("Rows", List.of()).label()).isEqualTo("Rows: no values yet");
        assertThat(ParsedDrawing.of(Sparkline.bars("Rows", List.of())).marks("column"))
                .isEmpty();
    }

    private static Sparkline.Value value(int value) {
        return new Sparkline.Value("Mon", value, value + " rows", MarkState.SUCCEEDED);
    }
}
