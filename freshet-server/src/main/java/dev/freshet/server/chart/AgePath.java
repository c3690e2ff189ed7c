// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws an age curve as a line, and what of it lies above the SLA as an area. */
record AgePath(TimeScale time, DurationScale ages) {

    static final int MOST_TEETH = 1000;

    void write(Svg svg, AgeCurve curve, @Nullable Duration sla) {
        if (curve.teeth().isEmpty()) {
            return;
        }
        double foot = ages.foot();
        svg.open("svg")
                .attribute("width", "100%")
                .attribute("height", foot)
                .attribute("viewBox", "0 0 100 " + Svg.number(foot))
                .attribute("preserveAspectRatio", "none");
        StringBuilder line = new StringBuilder();
        StringBuilder area = new StringBuilder();
        for (AgeCurve.Tooth tooth : thinned(curve.teeth())) {
            line.append(line.isEmpty() ? 'M' : 'L').append(point(tooth, tooth.from()));
            corner(line, tooth, tooth.from());
            line.append('L').append(point(tooth, tooth.to()));
            if (sla != null && tooth.ageAt(tooth.to()).compareTo(sla) > 0) {
                Instant crossing = tooth.asOf().plus(sla);
                Instant from = crossing.isBefore(tooth.from()) ? tooth.from() : crossing;
                double level = ages.y(sla);
                area.append('M').append(x(from)).append(' ').append(Svg.number(level));
                area.append('L').append(point(tooth, from));
                corner(area, tooth, from);
                area.append('L').append(point(tooth, tooth.to()));
                area.append('V').append(Svg.number(level)).append('Z');
            }
        }
        AgeCurve.Tooth first = curve.teeth().getFirst();
        String whole = line + "V" + Svg.number(foot) + "H" + x(first.from()) + "Z";
        path(svg, whole, "age-area");
        if (!area.isEmpty()) {
            path(svg, area.toString(), "above", MarkState.BREACHED.style());
        }
        path(svg, line.toString(), "age");
        svg.close();
    }

    /** Where the age leaves the picture, the line goes on along its upper edge. */
    private void corner(StringBuilder path, AgeCurve.Tooth tooth, Instant from) {
        Instant leaves = tooth.asOf().plus(ages.most());
        if (leaves.isAfter(from) && leaves.isBefore(tooth.to())) {
            path.append('L').append(point(tooth, leaves));
        }
    }

    private static void path(Svg svg, String d, String... classes) {
        svg.open("path").attribute("d", d).classes(classes).attribute("vector-effect", "non-scaling-stroke");
        svg.close();
    }

    /** Of too many teeth, the highest of each stretch of equal length. */
    static List<AgeCurve.Tooth> thinned(List<AgeCurve.Tooth> teeth) {
        if (teeth.size() <= MOST_TEETH) {
            return teeth;
        }
        List<AgeCurve.Tooth> kept = new ArrayList<>();
        int stride = (teeth.size() + MOST_TEETH - 1) / MOST_TEETH;
        for (int i = 0; i < teeth.size(); i += stride) {
            List<AgeCurve.Tooth> stretch = teeth.subList(i, Math.min(i + stride, teeth.size()));
            kept.add(stretch.stream()
                    .max(Comparator.comparing(tooth -> tooth.ageAt(tooth.to())))
                    .orElseThrow());
        }
        return kept;
    }

    private String point(AgeCurve.Tooth tooth, Instant at) {
        return x(at) + " " + Svg.number(ages.y(tooth.ageAt(at)));
    }

    private String x(Instant at) {
        return Svg.number(time.within(at));
    }
}
