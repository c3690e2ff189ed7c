// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.job.RunError;
import dev.freshet.view.Refresh;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt to refresh a view, as in {@code freshet.materialized_view_refreshes}. */
record RefreshResponse(
        long id,
        String status,
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
        int lockWaits,
        List<String> warnings) {

    static RefreshResponse of(Refresh refresh) {
        return new RefreshResponse(
                refresh.id(),
                refresh.status().id(),
                refresh.startedAt(),
                refresh.completedAt(),
                refresh.durationMs(),
                refresh.rowCount(),
                refresh.errorMessage(),
                refresh.error(),
                refresh.mode(),
                refresh.modeReason(),
                refresh.asOf(),
                refresh.group(),
                refresh.runId(),
                refresh.lockWaits(),
                refresh.warnings());
    }
}
