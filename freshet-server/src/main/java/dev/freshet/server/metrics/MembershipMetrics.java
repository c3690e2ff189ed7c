// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.metrics;

import dev.freshet.Freshet;
import dev.freshet.cluster.Node;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The nodes of the cluster, as the database knows them. */
@Component
final class MembershipMetrics implements DatabaseMetrics {

    private static final int ENOUGH_NODES = 200;
    private static final Duration RECENTLY = Duration.ofMinutes(15);

    private final Freshet freshet;

    MembershipMetrics(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public List<MetricSnapshot> read() {
        List<Node> nodes = freshet.database().call(session -> freshet.nodes().list(session, ENOUGH_NODES));
        Instant recent = Instant.now().minus(freshet.status().clockSkew()).minus(RECENTLY);
        long open = nodes.stream().filter(node -> node.closedAt() == null).count();
        long lost = nodes.stream()
                .filter(node -> "lost".equals(node.closedBecause()))
                .filter(node -> node.closedAt() != null && node.closedAt().isAfter(recent))
                .count();
        return List.of(
                Gauges.single("freshet_nodes", "Nodes that take part", (double) open),
                Gauges.single("freshet_nodes_lost_recently", "Nodes lost within the last 15 minutes", (double) lost));
    }
}
