// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A materialized view to keep fresh.
 *
 * @param name schema-qualified, or a plain name in schema {@code public}
 * @param group the group it is refreshed with, or null
 * @param freshness the promise: its greatest lag (the SLA), or null
 * @param schedule of its own, or null
 * @param lockTimeout how long one try waits for the view's lock
 * @param lockRetries how often it tries again after that, with jitter
 * @param shadow whether ticks are only accounted for, without a refresh
 * @param changeMarks whether its sources are marked when they change; null as its group
 */
public record ViewDefinition(
        String name,
        @Nullable String group,
        @Nullable String owner,
        @Nullable FreshnessPromise freshness,
        RefreshMode refresh,
        @Nullable ScheduleDefinition schedule,
        @Nullable Duration timeout,
        Duration lockTimeout,
        int lockRetries,
        boolean shadow,
        @Nullable Boolean changeMarks) {

    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMillis(500);
    public static final int DEFAULT_LOCK_RETRIES = 20;

    /** Whether its sources are marked when they change. */
    public boolean marksChanges() {
        return Boolean.TRUE.equals(changeMarks);
    }
}
