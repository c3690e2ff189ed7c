// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code GET /metrics} tells: what this node counted ({@link dev.freshet.server.metrics.WorkMetrics}), how it is
 * ({@code NodeMetrics}) and what the database says of the cluster ({@code ClusterMetrics}, asked when scraped).
 *
 * <p>Every name is in docs/reference/metrics.md; {@code MetricsPagePostgresTest} holds the two together. Labels are names
 * of definitions or of small sets, never ids.
 */
@NullMarked
package dev.freshet.server.metrics;

import org.jspecify.annotations.NullMarked;
