// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.Freshet;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RunQueries.StateCount;
import dev.freshet.job.RunState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.springframework.stereotype.Component;

/** What {@code /metrics} tells of runs: {@code freshet_runs_active} by state, {@code freshet_node_runs} of this node. */
@Component
class RunMetrics implements MeterBinder {

    private final Freshet freshet;

    RunMetrics(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("freshet.node.runs", freshet, Freshet::runningCount)
                .description("Runs this node carries out right now")
                .register(registry);
        for (RunState state : List.of(RunState.QUEUED, RunState.RUNNING, RunState.STOPPING)) {
            Gauge.builder("freshet.runs.active", this, metrics -> metrics.count(state))
                    .tag("state", state.id())
                    .description("Runs of the whole cluster that have not ended")
                    .register(registry);
        }
    }

    private double count(RunState state) {
        try {
            return freshet.database().call(session -> freshet.runs().countActive(session)).stream()
                    .filter(count -> count.state() == state)
                    .mapToLong(StateCount::runs)
                    .sum();
        } catch (FreshetException e) {
            // Unknown, which is not zero.
            return Double.NaN;
        }
    }
}
