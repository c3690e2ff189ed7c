// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.backfill;

import dev.freshet.backfill.BackfillRequest;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.Moments;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill is asked for with.
 *
 * @param from inclusive; a day, a local time (in {@code timeZone}) or an instant
 * @param to exclusive
 * @param slice {@code ticks}, {@code 1d}, {@code 1month}, {@code 6h}; null for the job's ticks
 * @param timeZone null for the zone of the job's schedule, or UTC
 * @param parallel at most so many slices at once; 1 unless given
 * @param beside whether its runs may run beside each other and beside the job's other runs although the job forbids that
 * @param order {@code oldest} first unless {@code newest} is given
 */
record BackfillStart(
        @Nullable String job,
        @Nullable String from,
        @Nullable String to,
        @Nullable String slice,
        @Nullable String timeZone,
        @Nullable Integer parallel,
        @Nullable Boolean beside,
        @Nullable String order,
        @Nullable Boolean failFast,
        @Nullable Map<String, Object> parameters,
        @Nullable String reason) {

    String knownJob() {
        return needed("job", job);
    }

    BackfillRequest request(ZoneId zone) {
        if (order != null && !order.equals("oldest") && !order.equals("newest")) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, "The order \"" + order + "\" is none; expected oldest or newest");
        }
        return new BackfillRequest(
                knownJob(),
                Moments.instant("from", needed("from", from), zone),
                Moments.instant("to", needed("to", to), zone),
                slice,
                timeZone,
                parallel == null ? 1 : parallel,
                Boolean.TRUE.equals(beside),
                "newest".equals(order),
                Boolean.TRUE.equals(failFast),
                parameters == null ? Map.of() : parameters,
                reason);
    }

    private static String needed(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The backfill has no " + name
                            + "; expected, for example, {\"job\": \"daily-report\", \"from\": \"2026-01-01\","
                            + " \"to\": \"2026-02-01\", \"slice\": \"1d\"}");
        }
        return value;
    }
}
