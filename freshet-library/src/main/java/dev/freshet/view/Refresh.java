// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.job.RunError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to refresh one view, as stored.
 *
 * @param rowCount rows in the view after success; null where they could not be counted
 * @param mode {@code concurrently} or {@code blocking}; null before it was chosen
 * @param asOf the instant whose data a successful refresh wrote
 * @param runId the run it belongs to; null for {@code CALL freshet.refresh_group(…)}
 * @param lockWaits how often it gave up waiting for a lock
 */
public record Refresh(
        long id,
        String view,
        RefreshStatus status,
        Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Long durationMs,
        @Nullable Long rowCount,
        @Nullable String errorMessage,
        @Nullable RunError error,
        @Nullable String mode,
        @Nullable String modeReason,
        @Nullable Instant asOf,
        @Nullable String group,
        @Nullable Long runId,
        @Nullable Long attemptId,
        @Nullable Long nodeId,
        @Nullable Integer backendPid,
        int lockWaits,
        List<String> warnings) {

    public Refresh {
        warnings = List.copyOf(warnings);
    }
}
