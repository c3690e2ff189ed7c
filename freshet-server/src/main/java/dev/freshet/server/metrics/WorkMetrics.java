// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.metrics;

import dev.freshet.event.AttemptBegin;
import dev.freshet.event.AttemptEnd;
import dev.freshet.event.NodeObserver;
import dev.freshet.event.RefreshBegin;
import dev.freshet.event.RefreshResult;
import dev.freshet.event.TickAccount;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;

/**
 * What this node did since it started, counted as it does it. Without exemplars: the client's part that looks for traces is
 * not among the libraries.
 */
public final class WorkMetrics implements NodeObserver {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] WORK = {0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14400};
    private static final double[] WAIT = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900};

    private final Counter runs;
    private final Counter attempts;
    private final Counter slow;
    private final Counter ticks;
    private final Counter refreshes;
    private final Counter linesLeftOut;
    private final Histogram attemptDuration;
    private final Histogram queueWait;
    private final Histogram tickLateness;
    private final Summary jobDuration;
    private final Summary refreshDuration;

    public WorkMetrics(PrometheusRegistry registry) {
        runs = counter("freshet_runs_ended", "Runs that ended, by job and outcome", "job_name", "outcome")
                .register(registry);
        attempts = counter("freshet_attempts_ended", "Attempts that ended, by outcome", "outcome")
                .register(registry);
        slow = counter("freshet_runs_slow", "Runs flagged as slow while they ran, by job", "job_name")
                .register(registry);
        ticks = counter("freshet_ticks", "Ticks accounted for, by outcome", "outcome")
                .register(registry);
        refreshes = counter("freshet_view_refreshes", "Refreshes that ended, by view and status", "view", "status")
                .register(registry);
        linesLeftOut = counter("freshet_run_log_lines_dropped", "Lines for which a run's log had no room")
                .register(registry);
        attemptDuration = histogram("freshet_attempt_duration_seconds", "From begin to end of an attempt", WORK)
                .labelNames("job_type")
                .register(registry);
        queueWait = histogram("freshet_queue_wait_seconds", "How long a run that could be claimed was not", WAIT)
                .labelNames("job_type")
                .register(registry);
        tickLateness = histogram("freshet_tick_lateness_seconds", "From a tick to its row in the ledger", WAIT)
                .register(registry);
        jobDuration = summary("freshet_job_attempt_seconds", "From begin to end of an attempt, by job", "job_name")
                .register(registry);
        refreshDuration = summary("freshet_view_refresh_seconds", "From begin to end of a refresh, by view", "view")
                .register(registry);
        // Outcomes that have not happened yet are zero, not unknown: else their first increase is never seen.
        List.of("succeeded", "failed", "retried", "cancelled", "stopped", "handed_over", "fenced", "lost")
                .forEach(attempts::initLabelValues);
        List.of("fired", "merged", "skipped", "shadowed").forEach(ticks::initLabelValues);
    }

    @Override
    public Watch<AttemptEnd> attemptBegins(AttemptBegin begin) {
        queueWait.labelValues(begin.jobType()).observe(seconds(begin.waited()));
        // So that a job's first failure is seen as an increase.
        List.of("succeeded", "failed").forEach(outcome -> runs.initLabelValues(begin.job(), outcome));
        slow.initLabelValues(begin.job());
        long start = System.nanoTime();
        return end -> {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            attemptDuration.labelValues(begin.jobType()).observe(seconds(took));
            jobDuration.labelValues(begin.job()).observe(seconds(took));
            attempts.labelValues(end.outcome().id()).inc();
            linesLeftOut.inc((double) end.linesLeftOut());
            if (end.outcome().endsRun()) {
                runs.labelValues(begin.job(), end.outcome().id()).inc();
            }
        };
    }

    @Override
    public void attemptLost(long runId, String job, boolean last) {
        attempts.labelValues("lost").inc();
        if (last) {
            runs.labelValues(job, "lost").inc();
        }
    }

    @Override
    public void runSlow(long runId, String job, Duration usual, Duration limit) {
        slow.labelValues(job).inc();
    }

    @Override
    public void tickAccounted(TickAccount tick) {
        ticks.labelValues(tick.outcome()).inc();
        tickLateness.observe(seconds(tick.lateness()));
    }

    @Override
    public Watch<RefreshResult> refreshBegins(RefreshBegin begin) {
        long start = System.nanoTime();
        return end -> {
            refreshes.labelValues(begin.view(), end.status()).inc();
            refreshDuration.labelValues(begin.view()).observe((System.nanoTime() - start) / NANOS_PER_SECOND);
        };
    }

    private static Counter.Builder counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).withoutExemplars();
    }

    private static Histogram.Builder histogram(String name, String help, double[] bounds) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars();
    }

    private static Summary.Builder summary(String name, String help, String label) {
        return Summary.builder().name(name).help(help).labelNames(label).withoutExemplars();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
