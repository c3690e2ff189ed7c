// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be filled up.
 *
 * @param from inclusive
 * @param to exclusive
 * @param slice {@code ticks}, {@code 1d}, {@code 6h}, …; null for the job's ticks where it has some
 * @param timeZone whose days slices are; null for the zone of the job's schedule, or UTC
 * @param parallel at most so many slices at once
 * @param beside whether its runs may run beside each other and beside the job's other runs although the job forbids that
 * @param failFast whether a slice that fails keeps further ones from starting
 */
public record BackfillRequest(
        String job,
        Instant from,
        Instant to,
        @Nullable String slice,
        @Nullable String timeZone,
        int parallel,
        boolean beside,
        boolean newestFirst,
        boolean failFast,
        Map<String, Object> parameters,
        @Nullable String reason) {

    public BackfillRequest {
        // Not Map.copyOf: a value of JSON may be null.
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A request with one slice at a time, oldest first. */
    public static BackfillRequest of(String job, Instant from, Instant to, @Nullable String slice) {
        return new BackfillRequest(job, from, to, slice, null, 1, false, false, false, Map.of(), null);
    }

    public BackfillRequest parallel(int count, boolean mayOverlap) {
        return new BackfillRequest(
                job, from, to, slice, timeZone, count, mayOverlap, newestFirst, failFast, parameters, reason);
    }

    public BackfillRequest stoppingAtTheFirstFailure() {
        return new BackfillRequest(
                job, from, to, slice, timeZone, parallel, beside, newestFirst, true, parameters, reason);
    }

    public BackfillRequest newestSlicesFirst() {
        return new BackfillRequest(
                job, from, to, slice, timeZone, parallel, beside, true, failFast, parameters, reason);
    }
}
