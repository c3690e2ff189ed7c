// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.postgres.Session;

/**
 * A feature that follows a deployment, inside the deployment's own transaction: either everything changes or nothing.
 */
public interface Deployable {

    /**
     * Brings the feature's tables in line with the definitions.
     *
     * @param session the deployment's transaction; must not be committed here
     * @param deploymentId the deployment being written
     */
    void deploy(Session session, Definitions definitions, long deploymentId);
}
