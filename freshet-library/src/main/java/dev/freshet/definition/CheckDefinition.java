// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/**
 * What must hold after a run.
 *
 * @param sql a query of one row whose first column is true when all is well
 * @param severity what a check that does not hold does to the run
 */
public record CheckDefinition(String name, String sql, CheckSeverity severity) {}
