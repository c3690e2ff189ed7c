// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.Freshet;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What {@code /metrics} tells of jobs: {@code freshet_job_last_run_succeeded}, {@code freshet_job_last_run_seconds} and
 * {@code freshet_job_tick_overdue_seconds}, each by job. Asked of the database when scraped, never in between.
 */
@Component
class JobMetrics implements MultiCollector {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Freshet freshet;

    JobMetrics(Freshet freshet, PrometheusRegistry registry) {
        this.freshet = freshet;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        GaugeSnapshot.Builder succeeded =
                gauge("freshet_job_last_run_succeeded", "1 when the newest ended run succeeded");
        GaugeSnapshot.Builder took =
                gauge("freshet_job_last_run_seconds", "From the start to the end of the newest run");
        GaugeSnapshot.Builder overdue =
                gauge("freshet_job_tick_overdue_seconds", "For how long a due tick has not been evaluated");
        try {
            List<Job> jobs = freshet.database().call(session -> freshet.jobs().list(session));
            List<String> names = jobs.stream().map(Job::name).toList();
            Instant now = Instant.now();
            jobs.stream()
                    .filter(job -> job.nextTickAt() != null)
                    .forEach(job -> overdue.dataPoint(point(job.name(), Math.max(0, seconds(job.nextTickAt(), now)))));
            for (Run run : freshet.database().call(session -> freshet.runs().listLatest(session, names))) {
                if (!run.state().isActive()) {
                    succeeded.dataPoint(point(run.job(), run.state() == RunState.SUCCEEDED ? 1 : 0));
                }
                if (run.startedAt() != null && run.endedAt() != null) {
                    took.dataPoint(point(run.job(), seconds(run.startedAt(), run.endedAt())));
                }
            }
        } catch (FreshetException e) {
            // No answer, which is not "all well": the series are absent.
            return MetricSnapshots.of();
        }
        return MetricSnapshots.of(succeeded.build(), took.build(), overdue.build());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS_PER_SECOND;
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static GaugeDataPointSnapshot point(String job, double value) {
        return GaugeDataPointSnapshot.builder()
                .labels(Labels.of("job", job))
                .value(value)
                .build();
    }
}
