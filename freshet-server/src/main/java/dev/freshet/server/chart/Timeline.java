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
import org.jspecify.annotations.Nullable;

/**
 * Past and coming runs of many jobs on one time axis: a picture of the axis and one for each job, to be laid out one below
 * the other in columns of equal width.
 *
 * @param axis labels of the hours in the viewer's zone, now, and the deployments
 * @param rows in the order of the jobs given
 * @param label the gist of all rows
 * @param table one row for each job
 */
public record Timeline(Drawing axis, List<Row> rows, String label, ChartTable table) {

    /** A job's line. */
    public record Row(String job, String href, Drawing drawing) {}

    /** What is to be shown of a job. */
    public record Job(String name, String href, List<Run> runs, List<Instant> comingTicks) {

        public Job {
            runs = List.copyOf(runs);
            comingTicks = List.copyOf(comingTicks);
        }
    }

    /**
     * A run.
     *
     * @param start when it started, or was queued if it has not started
     * @param end null while it has not ended
     */
    public record Run(
            RunState state, Instant start, @Nullable Instant end) {

        Instant endBy(Instant now) {
            if (end != null) {
                return end;
            }
            return state == RunState.QUEUED || now.isBefore(start) ? start : now;
        }

        MarkState mark() {
            return MarkState.of(state);
        }
    }

    public record Deployment(Instant at, String name) {}

    /** From when to when, seen at what moment. */
    public record Span(Instant from, Instant now, Instant to) {

        public static Span around(Instant now, Duration past, Duration future) {
            return new Span(now.minus(past), now, now.plus(future));
        }

        TimeScale scale() {
            return new TimeScale(from, to);
        }
    }

    public Timeline {
        rows = List.copyOf(rows);
    }

    /** Shows the latest {@value TimelineAxis#MOST_DEPLOYMENTS} deployments of the span. */
    public static Timeline draw(Span span, List<Job> jobs, List<Deployment> deployments, ZoneId zone) {
        List<Deployment> shown = deployments.stream()
                .filter(deployment -> span.scale().contains(deployment.at()))
                .sorted(Comparator.comparing(Deployment::at).reversed())
                .limit(TimelineAxis.MOST_DEPLOYMENTS)
                .toList();
        List<Row> rows = new ArrayList<>();
        List<ChartTable.Row> cells = new ArrayList<>();
        List<MarkState> all = new ArrayList<>();
        for (Job job : jobs) {
            TimelineRow row = new TimelineRow(span, job, shown, zone);
            rows.add(new Row(job.name(), job.href(), row.draw()));
            cells.add(summary(job, row, span, zone));
            all.addAll(row.states());
        }
        String label = Human.count(jobs.size(), "job") + ": " + Words.runs(all) + " in "
                + Words.span(Duration.between(span.from(), span.now()));
        ChartTable table = new ChartTable(List.of("Job", "Runs", "Failed", "Other", "Last run", "Next tick"), cells);
        return new Timeline(TimelineAxis.draw(span, shown, zone), rows, label, table);
    }

    private static ChartTable.Row summary(Job job, TimelineRow row, Span span, ZoneId zone) {
        List<MarkState> states = row.states();
        long failed = states.stream().filter(state -> state == MarkState.FAILED).count();
        List<MarkState> others =
                states.stream().filter(state -> state != MarkState.FAILED).toList();
        String last = row.runs().isEmpty()
                ? Words.MISSING
                : Words.moment(row.runs().getLast().start(), zone);
        String next = job.comingTicks().stream()
                .filter(tick -> !tick.isBefore(span.now()))
                .min(Comparator.naturalOrder())
                .map(tick -> Words.moment(tick, zone))
                .orElse(Words.MISSING);
        String notable = Words.notable(others);
        return ChartTable.Row.linked(
                job.href(),
                job.name(),
                Human.number(states.size()),
                Human.number(failed),
                notable.isEmpty() ? Words.MISSING : notable,
                last,
                next);
    }
}
