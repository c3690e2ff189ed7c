// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.metrics;

import dev.freshet.Freshet;
import dev.freshet.definition.Deployment;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which deployment is in force, and since when. */
@Component
final class DeploymentMetrics implements DatabaseMetrics {

    private final Freshet freshet;

    DeploymentMetrics(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public List<MetricSnapshot> read() {
        Optional<Deployment> inForce = freshet.definitions().findDeploymentInForce();
        return List.of(
                Gauges.single(
                        "freshet_deployment_id",
                        "The deployment in force, 0 before the first",
                        inForce.map(deployment -> (double) deployment.id()).orElse(0.0)),
                Gauges.single(
                        "freshet_deployment_applied_timestamp_seconds",
                        "When the deployment in force was applied, 0 before the first",
                        inForce.map(deployment ->
                                        (double) deployment.appliedAt().getEpochSecond())
                                .orElse(0.0)));
    }
}
