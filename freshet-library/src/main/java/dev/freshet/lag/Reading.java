// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a view shows and lacks, before those are looked at that it reads.
 *
 * @param readAt when what it shows was read
 * @param asOf the instant whose data that was
 * @param byAge whether changes do not tell what it lacks
 * @param ownAge whether that is so for a reason of its own, not of a view it reads
 * @param pendingAt the oldest marked change it does not show, or null
 * @param actionableAt the oldest of those that a refresh now would show, or null
 */
record Reading(
        Instant readAt,
        Instant asOf,
        boolean byAge,
        boolean ownAge,
        @Nullable Instant pendingAt,
        @Nullable Instant actionableAt) {

    /** What is as old as its last reading gets younger when what it reads did, or for a reason of its own at any time. */
    ViewNeed need(Collection<Reading> upstream) {
        if (!byAge) {
            return new ViewNeed(readAt, pendingAt, actionableAt);
        }
        // Not only where that is still as old as its reading: its sources may be tracked since.
        boolean grows = ownAge || upstream.stream().anyMatch(source -> source.readAt.isAfter(readAt));
        Instant aged = grows ? asOf : actionableAt;
        Instant changed = actionableAt != null && grows && actionableAt.isBefore(asOf) ? actionableAt : aged;
        return new ViewNeed(readAt, asOf.truncatedTo(ChronoUnit.MICROS), changed);
    }
}
