// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;

/**
 * A deployment with all that is kept of it.
 *
 * @param changes what it created, changed and removed
 * @param files as they were
 */
public record DeploymentDetails(Deployment deployment, List<PlanEntry> changes, List<DefinitionSource> files) {
    public DeploymentDetails {
        changes = List.copyOf(changes);
        files = List.copyOf(files);
    }
}
