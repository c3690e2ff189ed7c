// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.Freshet;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.postgres.Session;
import dev.freshet.server.metrics.DatabaseMetrics;
import dev.freshet.server.metrics.Gauges;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** What {@code /metrics} tells of jobs, each by name. */
@Component
class JobMetrics implements DatabaseMetrics {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Freshet freshet;

    JobMetrics(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public List<MetricSnapshot> read() {
        return freshet.database().call(this::read);
    }

    private List<MetricSnapshot> read(Session session) {
        Gauges succeeded = Gauges.of("freshet_job_last_run_succeeded", "1 when the newest run, ended, succeeded");
        Gauges took = Gauges.of("freshet_job_last_run_seconds", "From the start to the end of the newest run");
        Gauges overdue =
                Gauges.of("freshet_job_tick_overdue_seconds", "For how long a due tick has not been evaluated");
        Gauges paused = Gauges.of("freshet_job_paused", "1 while the job is paused");
        List<Job> jobs = freshet.jobs().list(session);
        Instant now = Instant.now().minus(freshet.status().clockSkew());
        for (Job job : jobs) {
            paused.add(job.pause() != null, "job_name", job.name());
            if (job.nextTickAt() != null) {
                overdue.add(Math.max(0, seconds(job.nextTickAt(), now)), "job_name", job.name());
            }
        }
        List<String> names = jobs.stream().map(Job::name).toList();
        for (Run run : freshet.runs().listLatest(session, names)) {
            if (!run.state().isActive()) {
                succeeded.add(run.state() == RunState.SUCCEEDED, "job_name", run.job());
            }
            if (run.startedAt() != null && run.endedAt() != null) {
                took.add(seconds(run.startedAt(), run.endedAt()), "job_name", run.job());
            }
        }
        return List.of(succeeded.build(), took.build(), overdue.build(), paused.build());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS_PER_SECOND;
    }
}
