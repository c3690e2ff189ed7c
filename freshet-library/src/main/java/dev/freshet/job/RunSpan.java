// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a run was, and what came of it.
 *
 * @param startedAt null where it never started
 * @param endedAt null while it has not ended
 */
public record RunSpan(
        long id,
        String job,
        RunState state,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** When it started, or was queued if it never did. */
    public Instant beginning() {
        return startedAt == null ? queuedAt : startedAt;
    }
}
