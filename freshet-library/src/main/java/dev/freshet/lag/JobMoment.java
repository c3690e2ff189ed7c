// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands.
 *
 * @param activeSince since when a run of it is queued or at work; null where none is
 * @param waits whether that run only waits for the moment of its next attempt
 * @param last how its last run ended, or null
 */
record JobMoment(
        boolean paused,
        @Nullable Instant activeSince,
        boolean waits,
        @Nullable Ended last) {

    static final JobMoment IDLE = new JobMoment(false, null, false, null);

    /**
     * The end of a run.
     *
     * @param startedAt null where it never began
     */
    record Ended(boolean succeeded, @Nullable Instant startedAt, Instant endedAt) {}
}
