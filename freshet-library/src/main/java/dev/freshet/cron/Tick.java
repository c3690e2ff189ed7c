// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One due moment of a schedule.
 *
 * @param at when it is due
 * @param localTimes the wall-clock times it stands for, in their order; several where a gap merged them, none for a
 *     fixed interval
 * @param note what daylight saving did to it, in words
 */
public record Tick(
        Instant at,
        List<LocalDateTime> localTimes,
        @Nullable String note) {

    public Tick {
        localTimes = List.copyOf(localTimes);
    }
}
