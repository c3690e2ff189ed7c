// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/**
 * A business number a run reports.
 *
 * @param sql a query of one row with one number
 */
public record MetricDefinition(String name, String sql) {}
