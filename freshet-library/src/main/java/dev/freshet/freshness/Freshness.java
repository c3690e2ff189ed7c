// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How fresh something is at one moment.
 *
 * @param kind {@code view}
 * @param asOf the instant whose data it shows; null when it was never refreshed
 * @param lag what is not yet reflected; the age, as changes of the sources are not tracked; null without as-of
 * @param sla the promised greatest lag, or null
 * @param cause why it is not fresh, or null
 */
public record Freshness(
        String name,
        String kind,
        @Nullable Instant asOf,
        @Nullable Duration lag,
        @Nullable Duration sla,
        FreshnessStatus status,
        @Nullable String cause) {

    /** Compares the lag with the SLA. */
    public static Freshness judge(Evidence evidence, Instant now) {
        Instant asOf = evidence.asOf();
        Duration age = asOf == null ? null : Duration.between(asOf, now);
        Duration lag = age != null && age.isNegative() ? Duration.ZERO : age;
        Verdict verdict = verdict(lag, evidence);
        return new Freshness(
                evidence.name(), evidence.kind(), asOf, lag, evidence.sla(), verdict.status(), verdict.cause());
    }

    /** When it will be in breach by the mere passing of time, or null where that cannot happen. */
    public @Nullable Instant breachesAt() {
        boolean ticking = status == FreshnessStatus.FRESH || status == FreshnessStatus.LATE;
        return ticking && asOf != null && sla != null ? asOf.plus(sla) : null;
    }

    private static Verdict verdict(@Nullable Duration lag, Evidence evidence) {
        Duration sla = evidence.sla();
        String trouble = evidence.trouble();
        if (evidence.pausedBecause() != null) {
            return new Verdict(FreshnessStatus.PAUSED, evidence.pausedBecause());
        }
        if (lag == null) {
            return new Verdict(FreshnessStatus.UNKNOWN, Objects.requireNonNullElse(trouble, "it was never refreshed"));
        }
        if (sla == null) {
            return new Verdict(
                    FreshnessStatus.UNKNOWN, Objects.requireNonNullElse(trouble, "no freshness was promised for it"));
        }
        if (lag.compareTo(sla) > 0) {
            return new Verdict(
                    FreshnessStatus.BREACHED, Objects.requireNonNullElse(trouble, "no refresh ended in time"));
        }
        return new Verdict(trouble == null ? FreshnessStatus.FRESH : FreshnessStatus.LATE, trouble);
    }

    /**
     * What is known before it is judged.
     *
     * @param trouble how the last refresh failed, or null when it did not
     * @param pausedBecause who paused what refreshes it, and why; null when it is not paused
     */
    public record Evidence(
            String name,
            String kind,
            @Nullable Instant asOf,
            @Nullable Duration sla,
            @Nullable String trouble,
            @Nullable String pausedBecause) {}

    private record Verdict(FreshnessStatus status, @Nullable String cause) {}
}
