// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A slice as stored.
 *
 * @param number in order of time, from 1
 * @param runId its newest run, or null before the first
 * @param runState how that run is ({@code queued}, {@code running}, …); null where there is none or it is not kept any more
 * @param runs how many runs it has had
 */
public record BackfillSlice(
        int number,
        Instant start,
        Instant end,
        SliceState state,
        @Nullable Long runId,
        @Nullable String runState,
        int runs,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** The most that is known: {@code waiting}, {@code queued}, {@code running}, {@code succeeded}, … */
    public String word() {
        return state == SliceState.ACTIVE ? runState == null ? "queued" : runState : state.id();
    }
}
