// SPDX-License-Identifier: Apache-2.0
/** Plans and deployments over REST. */
@NullMarked
package dev.freshet.server.api.deployment;

import org.jspecify.annotations.NullMarked;
