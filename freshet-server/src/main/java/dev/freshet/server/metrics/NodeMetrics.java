// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.metrics;

import dev.freshet.Freshet;
import dev.freshet.NodeStatus;
import dev.freshet.cluster.Agent;
import dev.freshet.postgres.PoolUsage;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** How this node is, as it knows itself: no question to the database. */
@Component
final class NodeMetrics implements MultiCollector {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Freshet freshet;

    NodeMetrics(Freshet freshet, PrometheusRegistry registry) {
        this.freshet = freshet;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        NodeStatus status = freshet.status();
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(Gauges.of("freshet_build", "Always 1; the version of this node is a label")
                .add(1, "version", Freshet.version())
                .build());
        all.add(Gauges.single("freshet_node_runs", "Runs this node carries out right now", status.running()));
        all.add(Gauges.single("freshet_node_slots", "Runs this node may carry out at once", status.slots()));
        all.add(Gauges.of("freshet_node_lease_held", "1 while this node may claim runs")
                .add(status.lease().isPresent())
                .build());
        all.add(Gauges.of("freshet_node_listening", "1 while wake-ups arrive by LISTEN")
                .add(status.listening())
                .build());
        all.add(Gauges.single(
                "freshet_node_clock_skew_seconds",
                "This node's clock minus the database's",
                status.clockSkew().toMillis() / MILLIS_PER_SECOND));
        if (status.housekeptAt() != null) {
            all.add(Gauges.single(
                    "freshet_housekeeping_last_success_timestamp_seconds",
                    "When housekeeping last got through on this node",
                    (double) status.housekeptAt().getEpochSecond()));
        }
        addAgents(all, status.agents());
        addPools(all, freshet.database().poolUsage());
        return new MetricSnapshots(all);
    }

    private static void addAgents(List<MetricSnapshot> all, List<Agent.Vitals> agents) {
        Gauges alive = Gauges.of("freshet_agent_up", "1 while an agent of this node is at work");
        CounterSnapshot.Builder failures =
                CounterSnapshot.builder().name("freshet_agent_failures").help("Rounds of an agent that failed");
        for (Agent.Vitals agent : agents) {
            alive.add(agent.alive(), "agent", agent.name());
            failures.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(Labels.of("agent", agent.name()))
                    .value((double) agent.failures())
                    .build());
        }
        all.add(alive.build());
        all.add(failures.build());
    }

    private static void addPools(List<MetricSnapshot> all, List<PoolUsage> pools) {
        Gauges connections = Gauges.of("freshet_pool_connections", "Connections to the database");
        Gauges most = Gauges.of("freshet_pool_connections_max", "Connections there may be");
        Gauges waiting = Gauges.of("freshet_pool_waiting", "Threads that wait for a connection");
        for (PoolUsage pool : pools) {
            connections.add(pool.active(), "pool", pool.pool(), "state", "active");
            connections.add(pool.idle(), "pool", pool.pool(), "state", "idle");
            most.add(pool.most(), "pool", pool.pool());
            waiting.add(pool.waiting(), "pool", pool.pool());
        }
        all.addAll(List.of(connections.build(), most.build(), waiting.build()));
    }
}
