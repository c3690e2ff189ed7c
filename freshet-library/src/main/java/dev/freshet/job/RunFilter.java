// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, newest first.
 *
 * @param job only of this job, or null
 * @param state only in this state, or null
 * @param trigger only with this trigger, or null
 * @param since only those queued at or after this instant, or null
 * @param before only ids below, for the next page, or null
 * @param limit at most so many
 */
public record RunFilter(
        @Nullable String job,
        @Nullable RunState state,
        @Nullable Trigger trigger,
        @Nullable Instant since,
        @Nullable Long before,
        int limit) {

    public RunFilter(@Nullable String job, @Nullable RunState state, @Nullable Long before, int limit) {
        this(job, state, null, null, before, limit);
    }
}
