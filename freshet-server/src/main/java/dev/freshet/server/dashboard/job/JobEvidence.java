// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.definition.CheckDefinition;
import dev.freshet.definition.MetricDefinition;
import dev.freshet.job.CheckResult;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.MetricChart;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a job's runs left to judge them by, over its last runs.
 *
 * @param metrics a chart for each
 * @param checks a row of outcomes for each
 * @param costs a chart for each part of the cost that says something
 */
public record JobEvidence(List<Metric> metrics, List<Check> checks, List<Metric> costs) {

    private static final int OUTCOMES = 20;
    private static final Map<String, String> COSTS = Map.of("wal_bytes", "WAL written, bytes", "rows", "Rows");

    /** A number over runs. */
    public record Metric(String name, Drawing drawing) {}

    /**
     * A check over runs.
     *
     * @param outcomes oldest first
     */
    public record Check(String name, List<Outcome> outcomes) {

        /** In one run. */
        public record Outcome(long run, CheckResult result) {}
    }

    static JobEvidence of(Job job, List<Run> newestFirst, ZoneId zone) {
        List<Run> runs = newestFirst.reversed();
        Set<String> names = new LinkedHashSet<>();
        job.definition().evidence().metrics().stream()
                .map(MetricDefinition::name)
                .forEach(names::add);
        runs.forEach(run -> names.addAll(run.metrics().keySet()));
        List<Metric> metrics = new ArrayList<>();
        for (String name : names) {
            List<MetricChart.Point> points = points(runs, run -> run.metrics().get(name));
            if (!points.isEmpty()) {
                metrics.add(new Metric(name, MetricChart.draw(name, points, zone)));
            }
        }
        List<Metric> costs = new ArrayList<>();
        COSTS.keySet().stream().sorted().forEach(name -> {
            List<MetricChart.Point> points = points(runs, run -> run.costs().get(name));
            if (points.size() > 1) {
                String title = String.valueOf(COSTS.get(name));
                costs.add(new Metric(title, MetricChart.draw(title, points, zone)));
            }
        });
        return new JobEvidence(metrics, checks(job, runs), costs);
    }

    private static List<Check> checks(Job job, List<Run> runs) {
        List<Run> last = runs.subList(Math.max(0, runs.size() - OUTCOMES), runs.size());
        List<Check> checks = new ArrayList<>();
        for (CheckDefinition check : job.definition().evidence().checks()) {
            List<Check.Outcome> outcomes = new ArrayList<>();
            for (Run run : last) {
                CheckResult.listOf(run.checks()).stream()
                        .filter(result -> result.name().equals(check.name()))
                        .forEach(result -> outcomes.add(new Check.Outcome(run.id(), result)));
            }
            checks.add(new Check(check.name(), outcomes));
        }
        return checks;
    }

    private static List<MetricChart.Point> points(List<Run> runs, Reading reading) {
        List<MetricChart.Point> points = new ArrayList<>();
        for (Run run : runs) {
            if (reading.of(run) instanceof Number number && !run.state().isActive()) {
                Instant at = run.endedAt() == null ? run.queuedAt() : run.endedAt();
                points.add(new MetricChart.Point(
                        run.id(), run.state(), at, new BigDecimal(number.toString()), run.deploymentId()));
            }
        }
        return points;
    }

    /** Reads one number of a run. */
    @FunctionalInterface
    private interface Reading {
        @Nullable
        Object of(Run run);
    }
}
