// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a refresh was, and what came of it.
 *
 * @param completedAt null while it runs
 * @param asOf the instant whose data it wrote; null where it did not succeed
 * @param error why it did not succeed, or null
 * @param runId null for {@code CALL freshet.refresh_group(…)}
 */
public record RefreshSpan(
        long id,
        String view,
        RefreshStatus status,
        Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant asOf,
        @Nullable String error,
        @Nullable Long runId) {

    /** How long it took, or has taken at a moment while it runs. */
    public Duration duration(Instant now) {
        Instant end = completedAt == null ? now : completedAt;
        return end.isBefore(startedAt) ? Duration.ZERO : Duration.between(startedAt, end);
    }
}
