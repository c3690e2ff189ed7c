// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/**
 * How an apply ended.
 *
 * @param deployment the deployment in force now
 * @param plan what was changed
 * @param isNew whether this apply made the deployment; false when there was nothing to change
 */
public record Applied(Deployment deployment, Plan plan, boolean isNew) {}
