// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceStripTest {

    @Test
    void drawsACellForEachSliceThatLeadsToItsRun() {
        Drawing drawing = SliceStrip.draw("Backfill 7", slices(12, 4));
        assertThat(drawing.label()).isEqualTo("Backfill 7, 12 slices in order of time: 11 succeeded, 1 failed");
        assertThat(count(drawing.svg(), "<rect")).isEqualTo(12);
        assertThat(drawing.svg()).contains("href=\"/runs/104\"", "Slice 4, day 4: failed");
        assertThat(drawing.table().rows()).hasSize(12);
    }

    @Test
    void letsACellStandForSeveralWhereThereAreVeryManyAndShowsTheWorstOfThem() {
        Drawing drawing = SliceStrip.draw("Backfill 7", slices(10_000, 26));
        assertThat(count(drawing.svg(), "<rect")).isEqualTo(400);
        assertThat(drawing.svg()).contains("Slices 26 to 50, from day 26: 1 failed, 24 succeeded");
        assertThat(count(drawing.svg(), "s-failed")).isEqualTo(1);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private static List<SliceStrip.Slice> slices(int count, int failed) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new SliceStrip.Slice(
                        number,
                        "day " + number,
                        number == failed ? "failed" : "succeeded",
                        number == failed ? MarkState.FAILED : MarkState.SUCCEEDED,
                        "/runs/" + (100 + number)))
                .toList();
    }
}
