// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How fresh something is at one moment, as {@code freshet.freshness} judged it.
 *
 * @param kind {@code view}
 * @param at the moment, on the database's clock
 * @param asOf the instant whose data it shows: {@code at} where provably nothing is pending; null when it was never refreshed
 * @param changeAt the oldest change that it may not reflect: {@code asOf} where that is known, else what was known last; what
 *     the promise is held against. Null where it never existed
 * @param lag the age of the oldest change that it does not reflect; its age where {@code isTracked} is false; null without as-of
 * @param sla the greatest lag promised at that moment, or null
 * @param causeKind null where it is fresh, or where nothing was promised
 * @param cause why it is not fresh, in a sentence, or null
 * @param isTracked whether its lag is that of changes, rather than its age
 * @param pendingSince when the oldest change was committed that it does not reflect, or null
 * @param pendingSource the table of that change, or null
 * @param whyAge why its lag is only its age, or null
 * @param refreshedAt when its last successful refresh ended, or null
 * @param promisedSince since when the promise in force is given, or null
 * @param promise null where nothing was ever promised for it
 */
public record Freshness(
        String name,
        String kind,
        Instant at,
        @Nullable Instant asOf,
        @Nullable Instant changeAt,
        @Nullable Duration lag,
        @Nullable Duration sla,
        FreshnessStatus status,
        @Nullable CauseKind causeKind,
        @Nullable String cause,
        boolean isTracked,
        @Nullable Instant pendingSince,
        @Nullable String pendingSource,
        @Nullable String whyAge,
        @Nullable Instant refreshedAt,
        @Nullable Instant promisedSince,
        @Nullable FreshnessPromise promise) {

    /** How old the data is that it shows; null when it was never refreshed. */
    public @Nullable Duration age() {
        if (asOf == null) {
            return null;
        }
        return asOf.isAfter(at) ? Duration.ZERO : Duration.between(asOf, at);
    }

    /** Whether it provably reflects every change of its sources. */
    public boolean isUpToDate() {
        return isTracked && lag != null && lag.isZero();
    }

    /** When its status may change by the mere passing of time, or null where that cannot happen. */
    public @Nullable Instant breachesAt() {
        if (promise == null) {
            return null;
        }
        boolean breaks = status != FreshnessStatus.BREACHED && changeAt != null;
        return Stream.of(
                        java.util.Optional.ofNullable(
                                breaks ? promise.breachAt(Objects.requireNonNull(changeAt)) : null),
                        java.util.Optional.ofNullable(promise.changesAfter(at)))
                .flatMap(java.util.Optional::stream)
                .filter(moment -> moment.isAfter(at))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
