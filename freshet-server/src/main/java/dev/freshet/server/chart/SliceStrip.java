// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The slices of a backfill as a strip of cells in order of time; where there are very many, a cell stands for several. */
public final class SliceStrip {

    private static final int COLUMNS = 40;
    private static final int MOST_ROWS = 10;
    private static final double PITCH = 20;
    private static final double SIDE = 16;
    private static final double PART_OF_A_COLUMN = 0.86;
    private static final int ROWS_OF_TABLE = 400;

    private SliceStrip() {}

    /**
     * One slice.
     *
     * @param start in words
     * @param word its state in a word
     * @param href its run, or null before it has one
     */
    public record Slice(
            int number,
            String start,
            String word,
            MarkState mark,
            @Nullable String href) {}

    public static Drawing draw(String name, List<Slice> slices) {
        int each = Math.max(1, Math.ceilDiv(slices.size(), COLUMNS * MOST_ROWS));
        int cells = Math.ceilDiv(slices.size(), each);
        int columns = COLUMNS;
        int rows = Math.max(1, Math.ceilDiv(cells, columns));
        String label = label(name, slices);
        Svg svg = Svg.picture("slices", "group", label, (int) (rows * PITCH));
        for (int cell = 0; cell < cells; cell++) {
            List<Slice> held = slices.subList(cell * each, Math.min(slices.size(), (cell + 1) * each));
            cell(svg, held, cell % columns, Math.floorDiv(cell, columns), columns);
        }
        List<ChartTable.Row> table = new ArrayList<>();
        for (Slice slice : slices.subList(0, Math.min(slices.size(), ROWS_OF_TABLE))) {
            String number = Integer.toString(slice.number());
            table.add(
                    slice.href() == null
                            ? ChartTable.Row.of(number, slice.start(), slice.word())
                            : ChartTable.Row.linked(slice.href(), number, slice.start(), slice.word()));
        }
        return new Drawing(svg.end(), label, new ChartTable(List.of("Slice", "Begins", "State"), table));
    }

    private static void cell(Svg svg, List<Slice> held, int column, int row, int columns) {
        Slice worst = held.stream().max(Comparator.comparing(Slice::mark)).orElseThrow();
        double x = 100.0 / columns * column;
        double to = x + 100.0 / columns * PART_OF_A_COLUMN;
        double y = row * PITCH;
        String href = worst.href();
        if (href != null) {
            svg.link(href);
        } else {
            svg.open("g");
        }
        svg.title(words(held));
        svg.bar(x, to, y, SIDE, "slice", form(worst.mark()), worst.mark().style())
                .attribute("rx", 2);
        svg.close();
        double middle = (x + to) / 2;
        switch (worst.mark()) {
            case FAILED ->
                svg.shape(middle, y + SIDE / 2, "M-3-3l6 6M-3 3l6-6", "struck").close();
            case LOST -> svg.shape(middle, y + SIDE / 2, "M-3 0h6", "struck").close();
            case CANCELLED ->
                svg.shape(
                                middle,
                                y + SIDE / 2,
                                "M-3 3l6-6",
                                "cross",
                                worst.mark().style())
                        .close();
            case RUNNING ->
                svg.shape(
                                middle,
                                y + SIDE / 2,
                                "M-2.5-3.5l5.5 3.5-5.5 3.5z",
                                "cap",
                                worst.mark().style())
                        .close();
            default -> {}
        }
        svg.close();
    }

    private static String form(MarkState mark) {
        return switch (mark) {
            case SUCCEEDED, FRESH, FAILED, BREACHED, LATE, LOST -> "solid-slice";
            case RUNNING, STOPPED, PAUSED -> "soft";
            case QUEUED -> "dashed";
            case UNKNOWN, CANCELLED, SKIPPED -> "hollow";
        };
    }

    private static String words(List<Slice> held) {
        Slice first = held.getFirst();
        if (held.size() == 1) {
            return "Slice " + first.number() + ", " + first.start() + ": " + first.word();
        }
        return "Slices " + first.number() + " to " + held.getLast().number() + ", from " + first.start() + ": "
                + counts(held);
    }

    private static String label(String name, List<Slice> slices) {
        return name + ", " + Human.count(slices.size(), "slice") + " in order of time: " + counts(slices);
    }

    private static String counts(List<Slice> slices) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        slices.forEach(slice -> counts.merge(slice.word(), 1, Integer::sum));
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(entry -> Human.number(entry.getValue()) + " " + entry.getKey())
                        .toList());
    }
}
