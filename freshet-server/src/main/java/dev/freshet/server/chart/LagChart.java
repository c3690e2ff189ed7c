// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far a view lagged behind its sources over time, beside what was promised, with its breaches shaded. */
public final class LagChart {

    static final int MARKS_ACROSS = 60;
    static final int MOST_ROWS = 200;

    private static final int HEIGHT = 206;
    private static final double HEAD = 12;
    private static final double FOOT = 166;
    private static final double HOURS = 202;
    private static final int MOST_LEVELS = 4;
    private static final int MOST_HOURS = 9;
    /** An outage of a night must not flatten the days on which all was well. */
    private static final int MOST_SLAS_SHOWN = 5;

    private LagChart() {}

    /**
     * The lag at one moment.
     *
     * @param lag null while it was not known
     * @param sla what was promised then, or null
     */
    public record Point(
            Instant at, @Nullable Duration lag, @Nullable Duration sla) {}

    /** A time in which the lag was greater than promised. */
    public record Breach(Instant from, Instant to, Duration worst, String cause) {}

    /** A refresh that did not succeed. */
    public record Failure(Instant at, String error) {}

    /**
     * What is drawn.
     *
     * @param points oldest first
     * @param tracked whether the lag is that of changes now, rather than the age
     */
    public record Story(
            String view, List<Point> points, List<Breach> breaches, List<Failure> failures, boolean tracked) {

        public Story {
            points = List.copyOf(points);
            breaches = List.copyOf(breaches);
            failures = List.copyOf(failures);
        }

        Duration worst() {
            return points.stream()
                    .map(Point::lag)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
        }

        @Nullable
        Duration loosest() {
            return points.stream()
                    .map(Point::sla)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /** The lag from one moment to now. */
    public static Drawing draw(Story story, Instant from, Instant now, ZoneId zone) {
        TimeScale time = new TimeScale(from, now);
        Duration worst = story.worst();
        DurationScale lags = DurationScale.linear(top(worst, story.loosest()), HEAD, FOOT);
        String label = label(story, time, lags);
        Svg svg = Svg.picture("refresh-chart lag-chart has-levels", "img", label, HEIGHT);
        if (story.points().isEmpty()) {
            svg.horizontal(FOOT, "axis", "foot").close();
            svg.label(50, (HEAD + FOOT) / 2, "middle", "Nothing was measured yet", "empty");
        } else {
            lags.write(svg, MOST_LEVELS);
        }
        shade(svg, story, time);
        new LagPath(time, lags).write(svg, story.points());
        promises(svg, story.points(), time, lags);
        marks(svg, story, time, zone);
        new TimeAxis(time, zone).write(svg, HOURS, FOOT + 1, FOOT + 5, MOST_HOURS);
        return new Drawing(svg.end(), label, table(story, time, zone));
    }

    private static Duration top(Duration worst, @Nullable Duration sla) {
        if (sla == null || sla.isZero()) {
            return worst;
        }
        Duration most = sla.multipliedBy(MOST_SLAS_SHOWN);
        Duration least = sla.multipliedBy(5).dividedBy(4);
        return worst.compareTo(most) > 0 ? most : worst.compareTo(least) < 0 ? least : worst;
    }

    private static void shade(Svg svg, Story story, TimeScale time) {
        for (Breach breach : story.breaches()) {
            svg.bar(
                            time.within(breach.from()),
                            time.within(breach.to()),
                            HEAD,
                            FOOT - HEAD,
                            "breach-shade",
                            MarkState.BREACHED.style())
                    .close();
        }
    }

    /** The promise in steps, since it may differ by the time of the week. */
    private static void promises(Svg svg, List<Point> points, TimeScale time, DurationScale lags) {
        int begin = 0;
        Duration named = null;
        for (int i = 1; i <= points.size(); i++) {
            boolean ends = i == points.size()
                    || !Objects.equals(points.get(i).sla(), points.get(begin).sla());
            if (!ends) {
                continue;
            }
            Duration sla = points.get(begin).sla();
            if (sla != null && !lags.exceeds(sla)) {
                double y = lags.y(sla);
                double from = time.within(points.get(begin).at());
                double to = i == points.size() ? 100 : time.within(points.get(i).at());
                svg.open("line").percent("x1", from).percent("x2", to);
                svg.attribute("y1", y).attribute("y2", y).classes("limit").close();
                if (!sla.equals(named)) {
                    svg.label(from, y - 4, from > 80 ? "end" : "start", "SLA " + Human.duration(sla), "limit-name");
                    named = sla;
                }
            }
            begin = i;
        }
    }

    private static void marks(Svg svg, Story story, TimeScale time, ZoneId zone) {
        for (var group : Merging.atMost(MARKS_ACROSS, story.breaches(), Breach::from, time)) {
            Breach first = group.members().getFirst();
            Instant end = group.members().getLast().to();
            String words = group.isMerged() ? group.members().size() + " breaches" : "Breach: " + first.cause();
            svg.bar(
                            time.within(first.from()),
                            time.within(end),
                            FOOT + 15,
                            4,
                            "bar",
                            "solid",
                            MarkState.BREACHED.style())
                    .title(words + ", " + Words.moment(first.from(), zone) + " – " + Words.clock(end, zone))
                    .close();
        }
        List<Failure> failed = story.failures().stream()
                .filter(failure -> time.contains(failure.at()))
                .sorted(Comparator.comparing(Failure::at))
                .toList();
        for (var group : Merging.across(MARKS_ACROSS, failed, Failure::at, time)) {
            Failure first = group.members().getFirst();
            String words = group.isMerged() ? group.members().size() + " failed refreshes from " : "Refresh failed, ";
            svg.shape(
                            time.within(first.at()),
                            FOOT + 8,
                            "M-3.5-3.5l7 7M-3.5 3.5l7-7",
                            "cross",
                            MarkState.FAILED.style())
                    .title(words + Words.moment(first.at(), zone) + ": " + Human.line(first.error(), 120))
                    .close();
        }
    }

    private static ChartTable table(Story story, TimeScale time, ZoneId zone) {
        record Event(Instant at, ChartTable.Row row) {}
        List<Event> events = new ArrayList<>();
        story.points().forEach(point -> {
            String lag = point.lag() == null ? Words.MISSING : Human.duration(point.lag());
            String sla = point.sla() == null ? Words.MISSING : Human.duration(point.sla());
            String when = Words.moment(point.at(), zone);
            events.add(new Event(point.at(), ChartTable.Row.of(when, "measured", lag, sla)));
        });
        story.breaches().stream()
                .filter(breach -> !breach.to().isBefore(time.from()))
                .forEach(breach -> events.add(new Event(
                        breach.from(),
                        ChartTable.Row.of(
                                Words.moment(breach.from(), zone),
                                "breach until " + Words.moment(breach.to(), zone) + ": "
                                        + Human.line(breach.cause(), 120),
                                Human.duration(breach.worst()),
                                Words.MISSING))));
        List<ChartTable.Row> rows = new ArrayList<>(events.stream()
                .sorted(Comparator.comparing(Event::at).reversed())
                .limit(MOST_ROWS)
                .map(Event::row)
                .toList());
        if (events.size() > MOST_ROWS) {
            String earlier = "and " + Human.number(events.size() - MOST_ROWS) + " earlier";
            rows.add(ChartTable.Row.of("…", earlier, Words.MISSING, Words.MISSING));
        }
        return new ChartTable(List.of("When", "What", "Lag", "SLA"), rows);
    }

    private static String label(Story story, TimeScale time, DurationScale lags) {
        StringBuilder label = new StringBuilder(story.tracked() ? "Lag of " : "Lag (by age) of ");
        label.append(story.view())
                .append(" over ")
                .append(Words.span(time.length()))
                .append(": ");
        if (story.points().isEmpty()) {
            return label.append("nothing was measured yet").toString();
        }
        Duration now = story.points().getLast().lag();
        Duration worst = story.worst();
        label.append("now ").append(now == null ? "not known" : lag(now));
        label.append(", at most ").append(lag(worst));
        int breaches = story.breaches().size();
        if (story.loosest() != null) {
            label.append(breaches == 0 ? "; no breach" : "; " + breaches + (breaches == 1 ? " breach" : " breaches"));
        }
        int failures = story.failures().size();
        label.append(failures == 0 ? "; no refresh failed" : "; failed " + Human.count(failures, "time"));
        if (lags.exceeds(worst)) {
            label.append("; cut off at ").append(Human.duration(lags.most()));
        }
        return label.toString();
    }

    private static String lag(Duration lag) {
        return lag.isZero() ? "none" : Human.duration(lag);
    }
}
