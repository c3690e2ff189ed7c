// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.backfill;

import dev.freshet.backfill.Backfill;
import dev.freshet.backfill.SliceState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backfill as the API shows it.
 *
 * @param done slices whose run has ended, well or not
 * @param counts slices by state: waiting, active, succeeded, failed, lost, cancelled, stopped, skipped
 * @param perHour slices an hour since it was started or last resumed, or null
 * @param remainingSeconds how long it still takes at that rate, or null
 */
record BackfillResponse(
        long id,
        String job,
        String state,
        Instant from,
        Instant to,
        String slice,
        String timeZone,
        int parallel,
        boolean beside,
        String order,
        boolean failFast,
        Map<String, Object> parameters,
        int slices,
        int done,
        Map<String, Integer> counts,
        @Nullable Double perHour,
        @Nullable Long remainingSeconds,
        Instant createdAt,
        String createdBy,
        @Nullable String reason,
        Instant runningSince,
        @Nullable Instant endedAt,
        @Nullable String note) {

    static BackfillResponse of(Backfill backfill, Instant now) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SliceState state : SliceState.values()) {
            counts.put(state.id(), backfill.count(state));
        }
        Duration remaining = backfill.remaining(now);
        return new BackfillResponse(
                backfill.id(),
                backfill.job(),
                backfill.state().id(),
                backfill.from(),
                backfill.to(),
                backfill.slice(),
                backfill.zone().getId(),
                backfill.parallel(),
                backfill.beside(),
                backfill.newestFirst() ? "newest" : "oldest",
                backfill.failFast(),
                backfill.parameters(),
                backfill.slices(),
                backfill.done(),
                counts,
                backfill.perHour(now),
                remaining == null ? null : remaining.toSeconds(),
                backfill.createdAt(),
                backfill.createdBy(),
                backfill.reason(),
                backfill.runningSince(),
                backfill.endedAt(),
                backfill.note());
    }
}
