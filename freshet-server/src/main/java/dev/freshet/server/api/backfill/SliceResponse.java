// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.backfill;

import dev.freshet.backfill.BackfillSlice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A slice as the API shows it.
 *
 * @param number in order of time, from 1
 * @param state waiting, queued, running, stopping, then how its run ended
 * @param runId its newest run, or null
 */
record SliceResponse(
        int number,
        Instant start,
        Instant end,
        String state,
        @Nullable Long runId,
        int runs,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    static SliceResponse of(BackfillSlice slice) {
        return new SliceResponse(
                slice.number(),
                slice.start(),
                slice.end(),
                slice.word(),
                slice.runId(),
                slice.runs(),
                slice.startedAt(),
                slice.endedAt());
    }
}
