// SPDX-License-Identifier: Apache-2.0
/** Lineage over REST: what is around something, and every path between two relations, sent as they are found. */
@NullMarked
package dev.freshet.server.api.lineage;

import org.jspecify.annotations.NullMarked;
