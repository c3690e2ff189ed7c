// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.freshness.Freshness;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a view is.
 *
 * @param lagSeconds what is not yet reflected; the age, as changes of the sources are not tracked
 * @param cause why it is not fresh, or null
 */
record FreshnessResponse(
        String name,
        String kind,
        @Nullable Instant asOf,
        @Nullable Double ageSeconds,
        @Nullable Double lagSeconds,
        @Nullable Long slaSeconds,
        String status,
        @Nullable String cause) {

    private static final double MILLIS_PER_SECOND = 1000.0;

    static FreshnessResponse of(Freshness freshness) {
        Duration lag = freshness.lag();
        Double seconds = lag == null ? null : lag.toMillis() / MILLIS_PER_SECOND;
        Duration sla = freshness.sla();
        return new FreshnessResponse(
                freshness.name(),
                freshness.kind(),
                freshness.asOf(),
                seconds,
                seconds,
                sla == null ? null : sla.toSeconds(),
                freshness.status().id(),
                freshness.cause());
    }
}
