// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How old a view was over time, beside its SLA, with its failed refreshes on the axis. */
public final class RefreshChart {

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

    private RefreshChart() {}

    /** A refresh that succeeded: the moment whose data it shows, and when it showed it. */
    public record Refresh(Instant asOf, Instant end) {}

    /** A refresh that did not. */
    public record Failure(Instant at, String error) {}

    /**
     * The age from one moment to now.
     *
     * @param refreshes also the last one before the beginning, without which the age is unknown until the first
     * @param sla null where nothing was promised
     */
    public static Drawing draw(
            String view,
            Instant from,
            Instant now,
            List<Refresh> refreshes,
            List<Failure> failures,
            @Nullable Duration sla,
            ZoneId zone) {
        TimeScale time = new TimeScale(from, now);
        AgeCurve curve = AgeCurve.of(refreshes, time);
        List<Failure> failed = failures.stream()
                .filter(failure -> time.contains(failure.at()))
                .sorted(Comparator.comparing(Failure::at))
                .toList();
        List<AgeCurve.Stretch> above = sla == null ? List.of() : curve.above(sla);
        DurationScale ages = DurationScale.linear(top(curve.worst(), sla), HEAD, FOOT);
        String label = label(view, time, curve, above, failed.size(), sla, ages);
        Svg svg = Svg.picture("refresh-chart has-levels", "img", label, HEIGHT);
        if (curve.teeth().isEmpty()) {
            svg.horizontal(FOOT, "axis", "foot").close();
            svg.label(50, (HEAD + FOOT) / 2, "middle", "No refresh yet", "empty");
        } else {
            ages.write(svg, MOST_LEVELS);
        }
        new AgePath(time, ages).write(svg, curve, sla);
        if (sla != null && !curve.teeth().isEmpty()) {
            double y = ages.y(sla);
            svg.horizontal(y, "limit").close();
            svg.label(0, y - 4, "start", "SLA " + Human.duration(sla), "limit-name");
        }
        marks(svg, time, above, failed, zone);
        new TimeAxis(time, zone).write(svg, HOURS, FOOT + 1, FOOT + 5, MOST_HOURS);
        return new Drawing(svg.end(), label, table(curve, failed, time, zone));
    }

    private static Duration top(Duration worst, @Nullable Duration sla) {
        if (sla == null || sla.isZero()) {
            return worst;
        }
        Duration most = sla.multipliedBy(MOST_SLAS_SHOWN);
        Duration least = sla.multipliedBy(5).dividedBy(4);
        return worst.compareTo(most) > 0 ? most : worst.compareTo(least) < 0 ? least : worst;
    }

    private static void marks(
            Svg svg, TimeScale time, List<AgeCurve.Stretch> above, List<Failure> failures, ZoneId zone) {
        for (var group : Merging.atMost(MARKS_ACROSS, above, AgeCurve.Stretch::from, time)) {
            Instant begin = group.members().getFirst().from();
            Instant end = group.members().getLast().to();
            Duration worst = group.members().stream()
                    .map(AgeCurve.Stretch::worst)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            String count = group.isMerged() ? group.members().size() + " times above" : "Above";
            svg.bar(time.within(begin), time.within(end), FOOT + 15, 4, "bar", "solid", MarkState.BREACHED.style())
                    .title(count + " the SLA, " + Words.moment(begin, zone) + " – " + Words.clock(end, zone)
                            + ", at most " + Human.duration(worst) + " old")
                    .close();
        }
        for (var group : Merging.across(MARKS_ACROSS, failures, Failure::at, time)) {
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

    private static ChartTable table(AgeCurve curve, List<Failure> failures, TimeScale time, ZoneId zone) {
        record Event(Instant at, ChartTable.Row row) {}
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < curve.teeth().size(); i++) {
            AgeCurve.Tooth tooth = curve.teeth().get(i);
            String before = i == 0
                    ? Words.MISSING
                    : Human.duration(curve.teeth().get(i - 1).ageAt(tooth.from()));
            String what = tooth.from().equals(time.from()) ? "age at the beginning" : "refreshed";
            String after = Human.duration(tooth.ageAt(tooth.from()));
            events.add(
                    new Event(tooth.from(), ChartTable.Row.of(Words.moment(tooth.from(), zone), what, before, after)));
        }
        for (Failure failure : failures) {
            String what = "failed: " + Human.line(failure.error(), 120);
            events.add(new Event(
                    failure.at(),
                    ChartTable.Row.of(Words.moment(failure.at(), zone), what, Words.MISSING, Words.MISSING)));
        }
        List<ChartTable.Row> rows = new ArrayList<>(events.stream()
                .sorted(Comparator.comparing(Event::at).reversed())
                .limit(MOST_ROWS)
                .map(Event::row)
                .toList());
        if (events.size() > MOST_ROWS) {
            String earlier = "and " + Human.number(events.size() - MOST_ROWS) + " earlier";
            rows.add(ChartTable.Row.of("…", earlier, Words.MISSING, Words.MISSING));
        }
        return new ChartTable(List.of("When", "What", "Age before", "Age after"), rows);
    }

    private static String label(
            String view,
            TimeScale time,
            AgeCurve curve,
            List<AgeCurve.Stretch> above,
            int failures,
            @Nullable Duration sla,
            DurationScale ages) {
        StringBuilder label = new StringBuilder("Age of ").append(view).append(" over ");
        label.append(Words.span(time.length())).append(": ");
        if (curve.teeth().isEmpty()) {
            label.append("no refresh yet");
        } else {
            label.append("now ").append(Human.duration(curve.teeth().getLast().ageAt(curve.now())));
            label.append(", at most ").append(Human.duration(curve.worst()));
        }
        if (sla != null && !curve.known().isZero()) {
            double over = above.stream()
                    .mapToDouble(stretch -> TimeScale.seconds(Duration.between(stretch.from(), stretch.to())))
                    .sum();
            double within = 100 * (1 - over / TimeScale.seconds(curve.known()));
            // Rounded down: 100 % is said only where nothing was missing.
            String share = Svg.number(Math.floor(within * 10) / 10);
            label.append(String.format(
                    Locale.ROOT, "; within its SLA of %s for %s %% of the time", Human.duration(sla), share));
            label.append(above.isEmpty() ? "" : ", above it " + Human.count(above.size(), "time"));
        }
        label.append(failures == 0 ? "; no refresh failed" : "; failed " + Human.count(failures, "time"));
        if (ages.exceeds(curve.worst())) {
            label.append("; cut off at ").append(Human.duration(ages.most()));
        }
        return label.toString();
    }
}
