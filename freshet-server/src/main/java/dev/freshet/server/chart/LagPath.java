// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Draws measured lag as a line, interrupted where it was not known. */
record LagPath(TimeScale time, DurationScale lags) {

    void write(Svg svg, List<LagChart.Point> points) {
        if (points.stream().allMatch(point -> point.lag() == null)) {
            return;
        }
        double foot = lags.foot();
        svg.open("svg")
                .attribute("width", "100%")
                .attribute("height", foot)
                .attribute("viewBox", "0 0 100 " + Svg.number(foot))
                .attribute("preserveAspectRatio", "none");
        StringBuilder line = new StringBuilder();
        StringBuilder area = new StringBuilder();
        boolean drawing = false;
        Instant last = time.from();
        for (LagChart.Point point : points) {
            if (point.lag() == null) {
                close(area, drawing, last, foot);
                drawing = false;
                continue;
            }
            String place = x(point.at()) + " " + Svg.number(lags.y(Objects.requireNonNull(point.lag())));
            line.append(drawing ? 'L' : 'M').append(place);
            if (!drawing) {
                area.append('M').append(x(point.at())).append(' ').append(Svg.number(foot));
            }
            area.append('L').append(place);
            drawing = true;
            last = point.at();
        }
        close(area, drawing, last, foot);
        path(svg, area.toString(), "age-area");
        path(svg, line.toString(), "age");
        svg.close();
    }

    private void close(StringBuilder area, boolean drawing, Instant last, double foot) {
        if (drawing) {
            area.append('L')
                    .append(x(last))
                    .append(' ')
                    .append(Svg.number(foot))
                    .append('Z');
        }
    }

    private static void path(Svg svg, String d, String css) {
        svg.open("path").attribute("d", d).classes(css).attribute("vector-effect", "non-scaling-stroke");
        svg.close();
    }

    private String x(Instant at) {
        return Svg.number(time.within(at));
    }
}
