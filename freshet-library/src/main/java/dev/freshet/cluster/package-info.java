// SPDX-License-Identifier: Apache-2.0
/**
 * Nodes: who takes part, who is alive, and how they wake each other.
 *
 * <p>A <em>node</em> is one Freshet process. It registers a row in {@code freshet.node} and renews its
 * <em>lease</em> there on the database's clock. A node whose lease ran out is dead to the others, whatever it thinks
 * itself: its runs are taken over, and when it comes back it finds its row closed and must register anew under another
 * id. There is no leader for work.
 *
 * <p>Invariants: a node id is never used twice; a closed node never renews; every claim in the database names a node
 * id, so a late node's writes find nothing to change.
 *
 * <p>{@link dev.freshet.cluster.Agent} is the one kind of loop every long-lived worker is.
 */
@NullMarked
package dev.freshet.cluster;

import org.jspecify.annotations.NullMarked;
