// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backfill as stored, with its slices counted.
 *
 * @param slice how wide slices are, as people write it
 * @param runningSince its start, or when it was last resumed or retried
 * @param note who stopped or cancelled it, or what ended it; null while there is nothing to tell
 * @param counts slices by state; states without are left out
 * @param endedSince slices that ended since {@code runningSince}
 */
public record Backfill(
        long id,
        String job,
        Instant from,
        Instant to,
        String slice,
        ZoneId zone,
        int parallel,
        boolean beside,
        boolean newestFirst,
        boolean failFast,
        Map<String, Object> parameters,
        BackfillState state,
        int slices,
        Instant createdAt,
        String createdBy,
        @Nullable String reason,
        Instant runningSince,
        @Nullable Instant endedAt,
        @Nullable String note,
        Map<SliceState, Integer> counts,
        int endedSince) {

    public Backfill {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        Map<SliceState, Integer> copy = new EnumMap<>(SliceState.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
    }

    public int count(SliceState sliceState) {
        return counts.getOrDefault(sliceState, 0);
    }

    /** Slices whose run has ended, well or not. */
    public int done() {
        return slices - count(SliceState.WAITING) - count(SliceState.ACTIVE);
    }

    /** Slices that did not succeed; those cancelled before they had a run are not counted once it is cancelled. */
    public int bad() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().isBad())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Slices an hour since it was started or resumed; null while that says nothing. */
    public @Nullable Double perHour(Instant now) {
        Duration running = Duration.between(runningSince, endedAt == null ? now : endedAt);
        return endedSince == 0 || running.toMillis() <= 0
                ? null
                : endedSince * (double) Duration.ofHours(1).toMillis() / running.toMillis();
    }

    /** How long it still takes at its rate; null while it does not run or the rate says nothing. */
    public @Nullable Duration remaining(Instant now) {
        Double rate = perHour(now);
        return state != BackfillState.RUNNING || rate == null
                ? null
                : Duration.ofMillis(Math.round(
                        (slices - done()) / rate * Duration.ofHours(1).toMillis()));
    }
}
