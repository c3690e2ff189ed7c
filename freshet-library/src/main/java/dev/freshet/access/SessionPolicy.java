// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.time.Duration;

/**
 * How long a session lasts.
 *
 * @param idle without a request
 * @param longest however much it is used
 */
public record SessionPolicy(Duration idle, Duration longest) {

    /** Last seen is noted once a minute, so less would end sessions in use. */
    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(2);

    public static final SessionPolicy DEFAULT = new SessionPolicy(Duration.ofHours(12), Duration.ofDays(7));

    public SessionPolicy {
        if (idle.compareTo(SHORTEST_IDLE) < 0 || longest.compareTo(idle) < 0) {
            throw new IllegalArgumentException(
                    "A session lasts at least 2 minutes without a request, and no longer than " + "in all; not " + idle
                            + " and " + longest);
        }
    }
}
