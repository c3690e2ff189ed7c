// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The axis above the rows of a timeline: deployments and now on the first line, hours and dates on the second. */
final class TimelineAxis {

    static final int MOST_DEPLOYMENTS = 5;
    static final int MOST_LABELS = 12;

    private static final int HEIGHT = 36;
    private static final double FIRST_LINE = 11;
    private static final double SECOND_LINE = 27;
    private static final double MARKS_FROM = 31;
    /** In per cent, on a desk; on a phone the style sheet leaves the latest name alone. */
    private static final double ROOM_OF_A_NAME = 14;

    private TimelineAxis() {}

    /** The deployments come latest first, and the latest has its name shown wherever there is room for one. */
    static Drawing draw(Timeline.Span span, List<Timeline.Deployment> deployments, ZoneId zone) {
        TimeScale scale = span.scale();
        String label = "Time axis from " + Words.moment(span.from(), zone) + " to " + Words.moment(span.to(), zone)
                + " in " + zone.getId() + ", " + Human.count(deployments.size(), "deployment");
        Svg svg = Svg.picture("timeline-axis", "img", label, HEIGHT);
        new TimeAxis(scale, zone).write(svg, SECOND_LINE, MARKS_FROM, HEIGHT, MOST_LABELS);
        // From the latest, which always has its name, right of its flag where that leaves room for the one before; an
        // earlier one has its name where no later name stands.
        double free = Double.MAX_VALUE;
        for (int i = 0; i < deployments.size(); i++) {
            Timeline.Deployment deployment = deployments.get(i);
            double place = scale.place(deployment.at());
            boolean latest = i == 0;
            boolean crowded = latest
                    && deployments.size() > 1
                    && place - scale.place(deployments.get(1).at()) <= ROOM_OF_A_NAME
                    && scale.within(span.now()) - place > ROOM_OF_A_NAME;
            boolean left = place > ROOM_OF_A_NAME && !crowded;
            boolean named = latest || (left && place < free);
            deployment(svg, deployment, place, left, named, latest, zone);
            free = named ? (left ? place - ROOM_OF_A_NAME : place) : free;
        }
        if (scale.contains(span.now())) {
            double now = scale.place(span.now());
            svg.label(now, FIRST_LINE, now > 90 ? "end" : "start", now > 90 ? "now\u00a0" : "\u00a0now", "now-name");
            svg.vertical(now, 0, HEIGHT, "now").close();
        }
        List<ChartTable.Row> rows = new ArrayList<>();
        for (Timeline.Deployment deployment : deployments) {
            rows.add(ChartTable.Row.of(deployment.name(), Words.moment(deployment.at(), zone)));
        }
        return new Drawing(svg.end(), label, new ChartTable(List.of("Deployment", "At"), rows));
    }

    /** The name stands left of its flag where there is room. */
    private static void deployment(
            Svg svg,
            Timeline.Deployment deployment,
            double place,
            boolean left,
            boolean named,
            boolean latest,
            ZoneId zone) {
        svg.open("g").title(deployment.name() + ", " + Words.moment(deployment.at(), zone));
        if (named) {
            String words = left ? deployment.name() + "\u2003" : "\u2003" + deployment.name();
            String style = latest ? "deployment-name" : "deployment-name wide-only";
            svg.label(place, FIRST_LINE, left ? "end" : "start", words, style);
        }
        svg.shape(place, FIRST_LINE - 4, "M0-4l4 4-4 4-4-4z", "deployment-flag").close();
        svg.close();
    }
}
