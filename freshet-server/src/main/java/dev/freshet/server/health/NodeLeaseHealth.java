// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.health;

import dev.freshet.Freshet;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of {@code /health/ready}: this node may claim runs. */
@Component("nodeLease")
class NodeLeaseHealth implements HealthIndicator {

    private final Freshet freshet;

    NodeLeaseHealth(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public Health health() {
        return freshet.status().lease().isPresent()
                ? Said.up("node " + freshet.status().lease().orElse(0) + " holds its lease")
                : Said.down("the node holds no lease and claims no runs; it registers anew as soon as the database"
                        + " answers");
    }
}
