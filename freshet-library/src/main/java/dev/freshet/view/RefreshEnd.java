// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.event.RefreshResult;
import dev.freshet.job.RunError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written when a refresh ends.
 *
 * @param rowsChanged rows deleted and inserted; null where that is not known
 * @param completedAt when it ended, or null for the moment it is written
 * @param warnings what came up after the ones already written
 */
record RefreshEnd(
        RefreshStatus status,
        @Nullable String message,
        @Nullable RunError error,
        @Nullable Long rowCount,
        @Nullable Long rowsChanged,
        @Nullable Instant asOf,
        @Nullable Instant completedAt,
        List<String> warnings) {

    RefreshEnd {
        warnings = List.copyOf(warnings);
    }

    static RefreshEnd success(Instant asOf, long rowCount, @Nullable Long rowsChanged) {
        return new RefreshEnd(RefreshStatus.SUCCESS, null, null, rowCount, rowsChanged, asOf, null, List.of());
    }

    /** The refresh is committed; its rows were counted while it still held its lock. */
    static RefreshEnd committed(Instant asOf, ViewRowStore.Counted counted, @Nullable Long rowsChanged) {
        return new RefreshEnd(
                RefreshStatus.SUCCESS, null, null, counted.rows(), rowsChanged, asOf, counted.at(), List.of());
    }

    static RefreshEnd uncounted(Instant asOf, @Nullable Long rowsChanged, String why) {
        return new RefreshEnd(
                RefreshStatus.SUCCESS, null, null, null, rowsChanged, asOf, null, List.of("rows not counted: " + why));
    }

    static RefreshEnd skipped(String reason) {
        return new RefreshEnd(RefreshStatus.SKIPPED, reason, null, null, null, null, null, List.of());
    }

    static RefreshEnd failed(RunError error) {
        return ended(RefreshStatus.FAILED, error);
    }

    /** The session went away: nobody can tell what became of the refresh, save that the view is whole. */
    static RefreshEnd lost(RunError error) {
        return ended(RefreshStatus.LOST, error);
    }

    ViewOutcome outcome() {
        if (error != null) {
            return new ViewOutcome.Failed(error);
        }
        return status == RefreshStatus.SUCCESS
                ? new ViewOutcome.Refreshed()
                : new ViewOutcome.Skipped(String.valueOf(message));
    }

    RefreshResult result() {
        return new RefreshResult(
                status.id(), rowCount, error == null ? null : error.sqlState(), error == null ? null : error.message());
    }

    private static RefreshEnd ended(RefreshStatus status, RunError error) {
        String message = error.advice() == null ? error.message() : error.message() + ". To mend it: " + error.advice();
        return new RefreshEnd(status, message, error, null, null, null, null, List.of());
    }
}
