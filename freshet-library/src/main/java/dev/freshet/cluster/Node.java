// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as stored.
 *
 * @param leasedUntil on the database's clock
 * @param clockSkewMillis the node's clock minus the database's, when last renewed
 * @param closedAt when it left or was found dead, or null
 * @param closedBecause {@code stopped} or {@code lost}, or null
 */
public record Node(
        long id,
        String name,
        String version,
        long processId,
        Instant startedAt,
        Instant renewedAt,
        Instant leasedUntil,
        long clockSkewMillis,
        @Nullable Instant closedAt,
        @Nullable String closedBecause) {}
