// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One job's line of a timeline. */
final class TimelineRow {

    static final int MOST_BARS = 90;
    static final int MOST_TICKS = 30;

    private static final int HEIGHT = 24;
    private static final double MIDDLE = HEIGHT / 2.0;
    /** Part of a merged bar left free at each side, so that neighbours can be told apart. */
    private static final double GAP = 0.06;

    private final Timeline.Span span;
    private final TimeScale scale;
    private final Timeline.Job job;
    private final List<Timeline.Deployment> deployments;
    private final ZoneId zone;
    private final List<Timeline.Run> runs;
    private final List<Instant> ticks;

    TimelineRow(Timeline.Span span, Timeline.Job job, List<Timeline.Deployment> deployments, ZoneId zone) {
        this.span = span;
        this.scale = span.scale();
        this.job = job;
        this.deployments = deployments;
        this.zone = zone;
        this.runs = job.runs().stream()
                .filter(run -> run.start().isBefore(span.to())
                        && !run.endBy(span.now()).isBefore(span.from()))
                .sorted(Comparator.comparing(Timeline.Run::start))
                .toList();
        this.ticks = job.comingTicks().stream()
                .filter(tick -> !tick.isBefore(span.now()) && scale.contains(tick))
                .sorted()
                .toList();
    }

    /** Those within the span, in order of their start. */
    List<Timeline.Run> runs() {
        return runs;
    }

    List<MarkState> states() {
        return runs.stream().map(Timeline.Run::mark).toList();
    }

    Drawing draw() {
        String label = job.name() + ": " + Words.runs(states()) + " in "
                + Words.span(Duration.between(span.from(), span.now()))
                + (ticks.isEmpty() ? "" : "; next tick " + Human.distance(ticks.getFirst(), span.now()));
        Svg svg = Svg.picture("timeline-row", "img", label, HEIGHT);
        for (TimeAxis.Tick tick : new TimeAxis(scale, zone).ticks(TimelineAxis.MOST_LABELS)) {
            if (!tick.minor()) {
                svg.vertical(scale.place(tick.at()), 0, HEIGHT, "grid", tick.day() ? "day" : "hour")
                        .close();
            }
        }
        for (Timeline.Deployment deployment : deployments) {
            svg.vertical(scale.place(deployment.at()), 0, HEIGHT, "deployment")
                    .title(deployment.name() + ", " + Words.moment(deployment.at(), zone))
                    .close();
        }
        List<ChartTable.Row> rows = new ArrayList<>();
        List<Merging.Group<Timeline.Run>> groups = Merging.atMost(MOST_BARS, runs, Timeline.Run::start, scale);
        for (Merging.Group<Timeline.Run> group : groups) {
            rows.add(row(group));
        }
        groups.stream().sorted(Comparator.comparing(TimelineRow::worst)).forEach(group -> bar(svg, group));
        for (Merging.Group<Instant> group : Merging.atMost(MOST_TICKS, ticks, tick -> tick, scale)) {
            tick(svg, group);
            rows.add(ChartTable.Row.of(
                    when(group), Human.count(group.members().size(), "tick"), "coming", Words.MISSING));
        }
        if (scale.contains(span.now())) {
            svg.vertical(scale.place(span.now()), 0, HEIGHT, "now").close();
        }
        return new Drawing(svg.end(), label, new ChartTable(List.of("When", "Count", "Outcome", "Duration"), rows));
    }

    private void bar(Svg svg, Merging.Group<Timeline.Run> group) {
        MarkState state = worst(group);
        double from = scale.within(begin(group));
        double to = scale.within(end(group));
        double gap = group.isMerged() ? (scale.place(group.to()) - scale.place(group.from())) * GAP : 0;
        if (state == MarkState.QUEUED) {
            svg.open("circle").percent("cx", from).attribute("cy", MIDDLE).attribute("r", 3.5);
            svg.classes("hollow", state.style()).title(title(group)).close();
            return;
        }
        Form form = Form.of(state);
        // Of many runs some failed: an outline, so that a solid block means that nothing went well.
        boolean mixed = group.isMerged() && group.members().stream().anyMatch(run -> run.mark() != state);
        String kind = group.isMerged() ? "merged" : "bar";
        svg.bar(from + gap, to - gap, form.top, form.height, kind, mixed ? "soft" : form.style, state.style())
                .title(title(group))
                .close();
        if (state == MarkState.FAILED) {
            svg.shape((from + to) / 2, 0, "M-4.5 0h9l-4.5 6z", "cap", state.style())
                    .close();
        }
        if (state == MarkState.RUNNING) {
            svg.shape(to, MIDDLE, "M0-5l5 5-5 5z", "cap", state.style()).close();
        }
    }

    private void tick(Svg svg, Merging.Group<Instant> group) {
        String words = group.isMerged()
                ? Human.count(group.members().size(), "coming tick") + ", " + when(group)
                : "Coming tick, " + when(group);
        if (group.isMerged()) {
            double gap = (scale.place(group.to()) - scale.place(group.from())) * GAP;
            svg.bar(scale.within(group.from()) + gap, scale.within(group.to()) - gap, MIDDLE - 3, 6, "coming")
                    .attribute("rx", 3);
        } else {
            svg.open("circle").percent("cx", scale.place(group.from())).attribute("cy", MIDDLE);
            svg.attribute("r", 3).classes("coming");
        }
        svg.title(words).close();
    }

    private ChartTable.Row row(Merging.Group<Timeline.Run> group) {
        String outcome = group.isMerged()
                ? Words.runs(group.members().stream().map(Timeline.Run::mark).toList())
                : worst(group).word();
        Duration longest = group.members().stream()
                .map(this::duration)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        String duration = (group.isMerged() ? "at most " : "") + Human.duration(longest);
        return ChartTable.Row.of(when(group), Human.count(group.members().size(), "run"), outcome, duration);
    }

    private String title(Merging.Group<Timeline.Run> group) {
        if (group.isMerged()) {
            return Words.runs(group.members().stream().map(Timeline.Run::mark).toList()) + ", " + when(group);
        }
        Timeline.Run run = group.members().getFirst();
        String length = run.mark() == MarkState.QUEUED ? "" : ", " + Human.duration(duration(run));
        return job.name() + " " + run.state().id() + ", " + when(group) + length;
    }

    private String when(Merging.Group<?> group) {
        String from = Words.moment(group.from(), zone);
        return group.isMerged() ? from + " – " + Words.clock(group.to(), zone) : from;
    }

    private Duration duration(Timeline.Run run) {
        return Duration.between(run.start(), run.endBy(span.now()));
    }

    private static Instant begin(Merging.Group<Timeline.Run> group) {
        return group.isMerged() ? group.from() : group.members().getFirst().start();
    }

    private Instant end(Merging.Group<Timeline.Run> group) {
        Instant last = group.members().stream()
                .map(run -> run.endBy(span.now()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        boolean whole =
                group.isMerged() && last.isBefore(group.to()) && !group.to().isAfter(span.now());
        return whole ? group.to() : last;
    }

    private static MarkState worst(Merging.Group<Timeline.Run> group) {
        return group.members().stream()
                .map(Timeline.Run::mark)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The shape of a bar: height and outline tell states apart where colours cannot. */
    private enum Form {
        USUAL(7, 10, "solid"),
        FULL(5, 17, "solid"),
        DASHED(3, 18, "dashed"),
        OUTLINED(7, 10, "hollow"),
        LOWER_HALF(12, 5, "solid"),
        LOW(15, 2, "solid"),
        OPEN(7, 10, "soft");

        private final double top;
        private final double height;
        private final String style;

        Form(double top, double height, String style) {
            this.top = top;
            this.height = height;
            this.style = style;
        }

        static Form of(MarkState state) {
            return switch (state) {
                case FAILED -> FULL;
                case LOST, BREACHED -> DASHED;
                case CANCELLED, QUEUED, UNKNOWN -> OUTLINED;
                case STOPPED, LATE, PAUSED -> LOWER_HALF;
                case SKIPPED -> LOW;
                case RUNNING -> OPEN;
                case SUCCEEDED, FRESH -> USUAL;
            };
        }
    }
}
