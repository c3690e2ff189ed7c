// SPDX-License-Identifier: Apache-2.0
/** Deployments: what was applied by whom, and whether it changed how jobs do. */
@NullMarked
package dev.freshet.server.dashboard.deployment;

import org.jspecify.annotations.NullMarked;
