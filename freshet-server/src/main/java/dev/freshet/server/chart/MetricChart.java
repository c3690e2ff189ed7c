// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.job.RunState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A number over a job's last runs, with a mark where another deployment came into force; each dot links to its run. */
public final class MetricChart {

    public static final int MOST_RUNS = 100;

    private static final int HEIGHT = 96;
    private static final double HEAD = 12;
    private static final double FOOT = 76;
    private static final double NAMES = 92;
    private static final int DIGITS = 6;

    private MetricChart() {}

    /**
     * The number of one run.
     *
     * @param deployment in force when the run was queued, or null
     */
    public record Point(
            long run,
            RunState state,
            Instant at,
            BigDecimal value,
            @Nullable Long deployment) {

        String words() {
            return MetricChart.words(value);
        }
    }

    /** The points come oldest first. */
    public static Drawing draw(String metric, List<Point> points, ZoneId zone) {
        List<Point> shown = points.subList(Math.max(0, points.size() - MOST_RUNS), points.size());
        String label = label(metric, shown);
        Svg svg = Svg.picture("metric-chart has-levels", "group", label, HEIGHT);
        if (shown.isEmpty()) {
            svg.horizontal(FOOT, "axis", "foot").close();
            svg.label(50, (HEAD + FOOT) / 2, "middle", "No values yet", "empty");
        } else {
            Scale scale = Scale.of(shown);
            level(svg, scale.most, HEAD);
            if (scale.most.compareTo(scale.least) > 0) {
                level(svg, scale.least, FOOT);
            }
            deployments(svg, shown);
            line(svg, shown, scale);
            dots(svg, shown, scale, zone);
        }
        List<ChartTable.Row> rows = new ArrayList<>();
        for (Point point : shown.reversed()) {
            rows.add(ChartTable.Row.linked(
                    "/runs/" + point.run(),
                    "Run " + point.run(),
                    Words.moment(point.at(), zone),
                    point.words(),
                    point.state().id(),
                    point.deployment() == null ? Words.MISSING : Long.toString(point.deployment())));
        }
        return new Drawing(
                svg.end(), label, new ChartTable(List.of("Run", "Ended", "Value", "Outcome", "Deployment"), rows));
    }

    private static void level(Svg svg, BigDecimal value, double y) {
        svg.horizontal(y, "grid", "level").close();
        svg.open("text").attribute("x", "-8").attribute("y", y + 4).attribute("text-anchor", "end");
        svg.classes("tick").text(words(value)).close();
    }

    private static void deployments(Svg svg, List<Point> points) {
        Long before = points.getFirst().deployment();
        double lastName = -100;
        for (int i = 1; i < points.size(); i++) {
            Long deployment = points.get(i).deployment();
            if (deployment != null && !deployment.equals(before)) {
                double x = (x(i, points.size()) + x(i - 1, points.size())) / 2;
                svg.link("/deployments/" + deployment).title("Deployment " + deployment);
                svg.vertical(x, HEAD - 6, FOOT, "deployed").close();
                if (x - lastName > 18) {
                    svg.label(x, NAMES, x > 85 ? "end" : "middle", "deployment " + deployment, "tick");
                    lastName = x;
                }
                svg.close();
            }
            before = deployment;
        }
    }

    private static void line(Svg svg, List<Point> points, Scale scale) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            path.append(i == 0 ? 'M' : 'L').append(Svg.number(x(i, points.size())));
            path.append(' ').append(Svg.number(scale.y(points.get(i).value())));
        }
        svg.open("svg").attribute("width", "100%").attribute("height", HEIGHT);
        svg.attribute("viewBox", "0 0 100 " + HEIGHT).attribute("preserveAspectRatio", "none");
        svg.open("path").attribute("d", path.toString()).classes("trend");
        svg.attribute("vector-effect", "non-scaling-stroke").close().close();
    }

    private static void dots(Svg svg, List<Point> points, Scale scale, ZoneId zone) {
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double x = x(i, points.size());
            double y = scale.y(point.value());
            MarkState mark = MarkState.of(point.state());
            svg.link("/runs/" + point.run())
                    .title("Run " + point.run() + ", " + Words.moment(point.at(), zone) + ": " + point.words() + ", "
                            + point.state().id());
            if (mark == MarkState.SUCCEEDED) {
                svg.open("circle").percent("cx", x).attribute("cy", y).attribute("r", 2.5);
                svg.classes("dot", mark.style()).close();
            } else {
                svg.shape(x, y, "M-3-3l6 6M-3 3l6-6", "cross", mark.style()).close();
            }
            svg.close();
        }
    }

    private static double x(int place, int places) {
        return places == 1 ? 50 : 1 + 98.0 * place / (places - 1);
    }

    private static String words(BigDecimal value) {
        BigDecimal rounded = value.round(new MathContext(Math.max(DIGITS, value.precision() - value.scale())));
        return String.format(
                Locale.ROOT, "%,." + Math.max(0, rounded.stripTrailingZeros().scale()) + "f", rounded);
    }

    private static String label(String metric, List<Point> points) {
        if (points.isEmpty()) {
            return metric + ": no values yet";
        }
        Scale scale = Scale.of(points);
        return metric + " over " + points.size() + (points.size() == 1 ? " run" : " runs") + ": latest "
                + points.getLast().words() + ", between " + words(scale.least) + " and " + words(scale.most);
    }

    private record Scale(BigDecimal least, BigDecimal most) {

        static Scale of(List<Point> points) {
            BigDecimal least = points.getFirst().value();
            BigDecimal most = least;
            for (Point point : points) {
                least = least.min(point.value());
                most = most.max(point.value());
            }
            return new Scale(least, most);
        }

        double y(BigDecimal value) {
            double span = most.subtract(least).doubleValue();
            return span == 0
                    ? HEAD
                    : FOOT - (FOOT - HEAD) * value.subtract(least).doubleValue() / span;
        }
    }
}
