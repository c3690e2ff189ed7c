// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a view was at one moment, as kept.
 *
 * @param changeAt the oldest change that it may not have reflected, as {@link Freshness} has it
 */
public record Sample(
        String name,
        Instant at,
        @Nullable Instant asOf,
        @Nullable Instant changeAt,
        @Nullable Duration lag,
        @Nullable Duration sla,
        FreshnessStatus status,
        @Nullable CauseKind causeKind,
        boolean isTracked,
        @Nullable Instant pendingSince,
        @Nullable Instant refreshedAt) {

    private static final Duration EVERY = Duration.ofMinutes(1);

    static Sample of(Freshness view) {
        return new Sample(
                view.name(),
                view.at(),
                view.asOf(),
                view.changeAt(),
                view.lag(),
                view.sla(),
                view.status(),
                view.causeKind(),
                view.isTracked(),
                view.pendingSince(),
                view.refreshedAt());
    }

    /** Whether there is news beside it: its time is over, or something changed. */
    boolean isOutdatedBy(Freshness view) {
        return Duration.between(at, view.at()).compareTo(EVERY) >= 0
                || differsFrom(view)
                || !Objects.equals(refreshedAt, view.refreshedAt())
                || !Objects.equals(sla, view.sla());
    }

    /** Whether what people look at first is different now. */
    boolean differsFrom(Freshness view) {
        return status != view.status()
                || causeKind != view.causeKind()
                || isTracked != view.isTracked()
                || (pendingSince == null) != (view.pendingSince() == null);
    }

    /** The oldest change it did not reflect; null where there was none, or none can be known of. */
    @Nullable
    Instant change() {
        return isTracked ? pendingSince : changeAt;
    }

    /** The same just before a refresh ended, where its lag had grown until then. */
    @Nullable
    Sample until(Instant end) {
        Instant change = change();
        if (asOf == null || change == null || !end.isAfter(at)) {
            return null;
        }
        return new Sample(
                name,
                end.minusMillis(1),
                asOf,
                changeAt,
                Duration.between(change, end),
                sla,
                status,
                causeKind,
                isTracked,
                pendingSince,
                refreshedAt);
    }
}
