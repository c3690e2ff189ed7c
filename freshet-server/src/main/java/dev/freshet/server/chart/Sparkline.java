// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.util.ArrayList;
import java.util.List;

/** Recent values in the height of a line of text. */
public final class Sparkline {

    public static final int MOST_VALUES = 100;

    private static final int HEIGHT = 20;
    private static final double HEAD = 3;
    private static final double FOOT = 17;

    private Sparkline() {}

    /**
     * One value.
     *
     * @param when as titles and table call its moment
     * @param words the value as people read it
     */
    public record Value(String when, double value, String words, MarkState state) {}

    /** A line between the least and the greatest value, with a dot at the latest; the values come oldest first. */
    public static Drawing line(String subject, List<Value> values) {
        List<Value> shown = latest(values);
        String label = label(subject, shown);
        Svg svg = Svg.picture("sparkline", "img", label, HEIGHT).title(label);
        double least = shown.stream().mapToDouble(Value::value).min().orElse(0);
        double most = shown.stream().mapToDouble(Value::value).max().orElse(0);
        if (shown.size() > 1) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < shown.size(); i++) {
                path.append(i == 0 ? 'M' : 'L').append(Svg.number(100.0 * i / (shown.size() - 1)));
                path.append(' ').append(Svg.number(y(shown.get(i).value(), least, most)));
            }
            svg.open("svg").attribute("width", "100%").attribute("height", HEIGHT);
            svg.attribute("viewBox", "0 0 100 " + HEIGHT).attribute("preserveAspectRatio", "none");
            svg.open("path").attribute("d", path.toString()).classes("trend");
            svg.attribute("vector-effect", "non-scaling-stroke").close().close();
        }
        if (!shown.isEmpty()) {
            Value last = shown.getLast();
            svg.open("circle").percent("cx", 100).attribute("cy", y(last.value(), least, most));
            svg.attribute("r", 2.5).classes("dot", last.state().style()).close();
        } else {
            svg.horizontal(FOOT, "axis", "foot").close();
        }
        return new Drawing(svg.end(), label, table(shown));
    }

    /** A bar for each value from zero, coloured by its state; the values come oldest first. */
    public static Drawing bars(String subject, List<Value> values) {
        List<Value> shown = latest(values);
        String label = label(subject, shown);
        Svg svg = Svg.picture("sparkline", "img", label, HEIGHT);
        double most = shown.stream().mapToDouble(Value::value).max().orElse(0);
        double place = 100.0 / Math.max(shown.size(), 1);
        for (int i = 0; i < shown.size(); i++) {
            Value value = shown.get(i);
            double top = Math.min(y(Math.max(0, value.value()), 0, Math.max(most, Double.MIN_NORMAL)), FOOT - 2);
            boolean failed = value.state() == MarkState.FAILED;
            svg.bar(
                            place * i + place * 0.15,
                            place * (i + 1) - place * 0.15,
                            top,
                            FOOT - top,
                            "column",
                            "solid",
                            value.state().style())
                    .title(value.when() + ": " + value.words() + ", "
                            + value.state().word())
                    .close();
            if (failed) {
                svg.bar(
                                place * i + place * 0.15,
                                place * (i + 1) - place * 0.15,
                                FOOT + 1,
                                2,
                                "notch",
                                value.state().style())
                        .close();
            }
        }
        if (shown.isEmpty()) {
            svg.horizontal(FOOT, "axis", "foot").close();
        }
        return new Drawing(svg.end(), label, table(shown));
    }

    private static List<Value> latest(List<Value> values) {
        return List.copyOf(values.subList(Math.max(0, values.size() - MOST_VALUES), values.size()));
    }

    private static double y(double value, double least, double most) {
        return most > least ? FOOT - (FOOT - HEAD) * (value - least) / (most - least) : (HEAD + FOOT) / 2;
    }

    private static String label(String subject, List<Value> values) {
        if (values.isEmpty()) {
            return subject + ": no values yet";
        }
        String notable = Words.notable(values.stream().map(Value::state).toList());
        Value least = values.getFirst();
        Value most = least;
        for (Value value : values) {
            least = value.value() < least.value() ? value : least;
            most = value.value() > most.value() ? value : most;
        }
        return subject + ": latest " + values.getLast().words() + ", between " + least.words() + " and " + most.words()
                + (notable.isEmpty() ? "" : "; " + notable);
    }

    private static ChartTable table(List<Value> values) {
        List<ChartTable.Row> rows = new ArrayList<>();
        for (Value value : values.reversed()) {
            rows.add(
                    ChartTable.Row.of(value.when(), value.words(), value.state().word()));
        }
        return new ChartTable(List.of("When", "Value", "State"), rows);
    }
}
