// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.freshness.Attainment;
import dev.freshet.freshness.CauseKind;
import dev.freshet.freshness.Freshness;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a view is.
 *
 * @param lagSeconds the age of the oldest change that it does not reflect; its age where {@code measured} is {@code age}
 * @param cause why it is not fresh, or null
 * @param measured {@code changes} or {@code age}
 * @param pendingSource the table of the oldest change that it does not reflect, or null
 * @param whyAge why its lag is only its age, or null
 * @param attainment null where only one view was asked for
 */
record FreshnessResponse(
        String name,
        String kind,
        @Nullable Instant asOf,
        @Nullable Double ageSeconds,
        @Nullable Double lagSeconds,
        @Nullable Long slaSeconds,
        String status,
        @Nullable String cause,
        @Nullable String causeKind,
        String measured,
        @Nullable Instant pendingSince,
        @Nullable String pendingSource,
        @Nullable String whyAge,
        @Nullable AttainmentResponse attainment) {

    private static final double MILLIS_PER_SECOND = 1000.0;

    static FreshnessResponse of(Freshness freshness, @Nullable Attainment attainment) {
        Duration sla = freshness.sla();
        return new FreshnessResponse(
                freshness.name(),
                freshness.kind(),
                freshness.asOf(),
                seconds(freshness.age()),
                seconds(freshness.lag()),
                sla == null ? null : sla.toSeconds(),
                freshness.status().id(),
                freshness.cause(),
                id(freshness.causeKind()),
                freshness.isTracked() ? "changes" : "age",
                freshness.pendingSince(),
                freshness.pendingSource(),
                freshness.whyAge(),
                attainment == null ? null : AttainmentResponse.of(attainment));
    }

    static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / MILLIS_PER_SECOND;
    }

    static @Nullable String id(@Nullable CauseKind kind) {
        return kind == null ? null : kind.id();
    }

    /** For which part of the last day, week and 30 days the promise was kept; null where nothing was promised. */
    record AttainmentResponse(
            @Nullable Double day,
            @Nullable Double week,
            @Nullable Double month) {

        private static final double PRECISION = 1e6;

        static AttainmentResponse of(Attainment attainment) {
            return new AttainmentResponse(cut(attainment.day()), cut(attainment.week()), cut(attainment.month()));
        }

        /** Rounded down: 1 is said only where nothing was missing. */
        private static @Nullable Double cut(@Nullable Double part) {
            return part == null ? null : Math.floor(part * PRECISION) / PRECISION;
        }
    }
}
