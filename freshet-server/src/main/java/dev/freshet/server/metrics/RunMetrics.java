// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.metrics;

import dev.freshet.Freshet;
import dev.freshet.job.RunQueries.StateCount;
import dev.freshet.job.RunState;
import dev.freshet.postgres.Session;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The runs of the whole cluster that have not ended. */
@Component
final class RunMetrics implements DatabaseMetrics {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Freshet freshet;

    RunMetrics(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public List<MetricSnapshot> read() {
        return freshet.database().call(this::read);
    }

    private List<MetricSnapshot> read(Session session) {
        Map<RunState, Long> counts = freshet.runs().countActive(session).stream()
                .collect(Collectors.toMap(StateCount::state, StateCount::runs));
        Gauges active = Gauges.of("freshet_runs_active", "Runs of the whole cluster that have not ended");
        List.of(RunState.QUEUED, RunState.RUNNING, RunState.STOPPING)
                .forEach(state -> active.add((double) counts.getOrDefault(state, 0L), "state", state.id()));
        Optional<Instant> waitsSince = freshet.runs().findLongestWaiting(session);
        Duration waits = waitsSince
                .map(since -> Duration.between(
                        since, Instant.now().minus(freshet.status().clockSkew())))
                .filter(wait -> !wait.isNegative())
                .orElse(Duration.ZERO);
        return List.of(
                active.build(),
                Gauges.single(
                        "freshet_runs_longest_wait_seconds",
                        "For how long the run that waits longest could have been claimed",
                        waits.toMillis() / MILLIS_PER_SECOND));
    }
}
