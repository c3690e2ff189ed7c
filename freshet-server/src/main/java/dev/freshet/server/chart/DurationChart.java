// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.job.RunState;
import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How long the last runs took, by outcome, with the usual duration and what it is limited to; each bar links to its run. */
public final class DurationChart {

    public static final int MOST_RUNS = 100;

    private static final int HEIGHT = 190;
    private static final double HEAD = 18;
    private static final double FOOT = 166;
    private static final double DATES = 183;
    private static final double LINE_OF_TEXT = 13;
    /** Clear of the mark of a failed run. */
    private static final double CLIP_ABOVE = 15;

    private static final int MOST_LEVELS = 4;
    /** Few runs keep to the right, with bars of a usual width. */
    private static final int LEAST_PLACES = 40;

    private static final double PART_OF_A_PLACE = 0.72;

    private DurationChart() {}

    /**
     * A run that has started.
     *
     * @param name as titles call it, for instance {@code Run 17}
     * @param href its page
     * @param duration so far, while it runs
     */
    public record Run(String name, String href, RunState state, Instant start, Duration duration) {

        MarkState mark() {
            return MarkState.of(state);
        }
    }

    /** A promise or bound, for instance {@code timeout}. */
    public record Limit(String name, Duration at) {}

    public static Drawing draw(String job, List<Run> runs, List<Limit> limits, ZoneId zone) {
        List<Run> latest = runs.stream()
                .sorted(Comparator.comparing(Run::start).reversed())
                .limit(MOST_RUNS)
                .toList()
                .reversed();
        // What still runs says nothing yet of how long runs take.
        List<Run> ended =
                latest.stream().filter(run -> run.mark() != MarkState.RUNNING).toList();
        UsualDuration usual = UsualDuration.of(
                (ended.isEmpty() ? latest : ended).stream().map(Run::duration).toList());
        DurationScale scale = usual.scale(limits.stream().map(Limit::at).toList(), HEAD, FOOT);
        String label = label(job, latest, limits, usual, scale);
        Svg svg = Svg.picture("duration-chart has-levels has-usual", "group", label, HEIGHT);
        if (latest.isEmpty()) {
            svg.horizontal(FOOT, "axis", "foot").close();
            svg.label(50, (HEAD + FOOT) / 2, "middle", "No runs yet", "empty");
        } else {
            scale.write(svg, MOST_LEVELS);
            bars(svg, latest, scale, zone);
            lines(svg, limits, usual, scale);
            dates(svg, latest, zone);
        }
        List<ChartTable.Row> rows = new ArrayList<>();
        for (Run run : latest.reversed()) {
            rows.add(ChartTable.Row.linked(
                    run.href(),
                    run.name(),
                    Words.moment(run.start(), zone),
                    run.state().id(),
                    Human.duration(run.duration())));
        }
        return new Drawing(svg.end(), label, new ChartTable(List.of("Run", "Started", "Outcome", "Duration"), rows));
    }

    private static void bars(Svg svg, List<Run> runs, DurationScale scale, ZoneId zone) {
        double place = 100.0 / Math.max(runs.size(), LEAST_PLACES);
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            double from = 100 - place * (runs.size() - i);
            double gap = place * (1 - PART_OF_A_PLACE) / 2;
            double middle = from + place / 2;
            double top = Math.min(scale.y(run.duration()), FOOT - 2);
            String state = run.mark().style();
            svg.link(run.href())
                    .title(run.name() + " " + run.state().id() + ", " + Words.moment(run.start(), zone) + ", "
                            + Human.duration(run.duration()));
            svg.bar(from, from + place, 0, FOOT, "hit").close();
            svg.bar(from + gap, from + place - gap, top, FOOT - top, "column", form(run.mark()), state)
                    .close();
            switch (run.mark()) {
                case FAILED ->
                    svg.shape(middle, top - 6, "M-3-3l6 6M-3 3l6-6", "cross", state)
                            .close();
                case LOST ->
                    svg.shape(middle, top - 6, "M-3 0h6", "cross", state).close();
                case RUNNING ->
                    svg.shape(middle, top - 3, "M-4 0l4-5 4 5z", "cap", state).close();
                default -> {}
            }
            if (scale.exceeds(run.duration())) {
                svg.shape(middle, top - CLIP_ABOVE, "M-3 1l3-3 3 3M-3 5l3-3 3 3", "clip")
                        .close();
            }
            svg.close();
        }
    }

    private static void lines(Svg svg, List<Limit> limits, UsualDuration usual, DurationScale scale) {
        double high = scale.y(usual.p95());
        double low = scale.y(usual.median());
        double apart = Math.max(0, LINE_OF_TEXT - (low - high)) / 2;
        usual(svg, "p95", usual.p95(), high, high - apart);
        usual(svg, "p50", usual.median(), low, low + apart);
        for (Limit limit : limits) {
            if (!scale.exceeds(limit.at())) {
                double y = scale.y(limit.at());
                svg.horizontal(y, "limit").close();
                svg.label(0, y - 4, "start", limit.name() + " " + Human.duration(limit.at()), "limit-name");
            } else {
                svg.label(0, HEAD - 8, "start", limit.name() + " " + Human.duration(limit.at()) + " ↑", "limit-name");
            }
        }
    }

    /** The words hang out at the right, where no bar is. */
    private static void usual(Svg svg, String name, Duration at, double y, double middleOfWords) {
        svg.horizontal(y, "usual").close();
        svg.open("text").attribute("x", "100%").attribute("dx", 6).attribute("y", middleOfWords + 4);
        svg.classes("wide-only").text(name + " " + Human.duration(at)).close();
    }

    private static void dates(Svg svg, List<Run> runs, ZoneId zone) {
        // Two labels beside each other need room: few bars stand close together at the right.
        if (runs.size() > LEAST_PLACES / 3) {
            double first = runs.size() < LEAST_PLACES ? 100 - 100.0 / LEAST_PLACES * runs.size() : 0;
            boolean close = first > 60;
            svg.label(
                    first,
                    DATES,
                    close ? "end" : "start",
                    Words.shortMoment(runs.getFirst().start(), zone),
                    close ? "tick wide-only" : "tick");
        }
        svg.label(100, DATES, "end", Words.shortMoment(runs.getLast().start(), zone), "tick");
    }

    private static String form(MarkState state) {
        return switch (state) {
            case SUCCEEDED, FRESH, FAILED, BREACHED, LATE -> "solid";
            case RUNNING, STOPPED, PAUSED -> "soft";
            case CANCELLED, SKIPPED, QUEUED, UNKNOWN -> "hollow";
            case LOST -> "dashed";
        };
    }

    private static String label(
            String job, List<Run> runs, List<Limit> limits, UsualDuration usual, DurationScale scale) {
        if (runs.isEmpty()) {
            return "Durations of " + job + ": no runs yet";
        }
        StringBuilder label = new StringBuilder("Durations of ").append(job).append(": ");
        label.append(Words.runs(runs.stream().map(Run::mark).toList()));
        label.append("; median ").append(Human.duration(usual.median()));
        label.append(", 95 of 100 within ").append(Human.duration(usual.p95()));
        for (Limit limit : limits) {
            long above = runs.stream()
                    .filter(run -> run.duration().compareTo(limit.at()) > 0)
                    .count();
            label.append("; ").append(limit.name()).append(' ').append(Human.duration(limit.at()));
            label.append(above == 0 ? " never exceeded" : " exceeded by " + Human.count(above, "run"));
        }
        long clipped =
                runs.stream().filter(run -> scale.exceeds(run.duration())).count();
        label.append(scale.logarithmic() ? "; logarithmic scale" : "");
        label.append(clipped == 0 ? "" : "; " + Human.count(clipped, "bar") + " cut off at the top");
        return label.toString();
    }
}
