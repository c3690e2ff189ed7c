// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** Metrics that are asked of the database at each scrape; {@link ClusterMetrics} does. */
@FunctionalInterface
public interface DatabaseMetrics {

    /**
     * Asks now.
     *
     * @throws dev.freshet.error.FreshetException when the database does not answer
     */
    List<? extends MetricSnapshot> read();
}
