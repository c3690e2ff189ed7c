// SPDX-License-Identifier: Apache-2.0
/** The nodes of the cluster over REST. */
@NullMarked
package dev.freshet.server.api.node;

import org.jspecify.annotations.NullMarked;
