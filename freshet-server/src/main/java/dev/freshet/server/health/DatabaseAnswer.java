// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.health;

import dev.freshet.definition.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * What the database said when it was asked how it is.
 *
 * @param schemaVersion 7 for V007
 * @param inForce the deployment in force, or null
 */
record DatabaseAnswer(int schemaVersion, @Nullable Deployment inForce) {}
