// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks at a view {@code v}, and what was kept of them, by minutes from a noon. */
final class Looks {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final Duration SLA = Duration.ofMinutes(10);
    static final FreshnessPromise PROMISE = FreshnessPromise.of(SLA);

    private Looks() {}

    static List<Refreshed> everyTenMinutes(int from, int to) {
        return IntStream.rangeClosed(0, (to - from) / 10)
                .map(i -> from + 10 * i)
                .mapToObj(at -> new Refreshed("v", minute(at), minute(at)))
                .toList();
    }

    static Freshness breached(Instant at, Instant asOf, CauseKind kind) {
        return view(at, asOf, FreshnessStatus.BREACHED, kind, null, minute(-60), PROMISE);
    }

    static Freshness fresh(Instant at, Instant asOf, Instant refreshedAt) {
        return view(at, asOf, FreshnessStatus.FRESH, null, refreshedAt, minute(-60), PROMISE);
    }

    static Freshness view(
            Instant at,
            Instant asOf,
            FreshnessStatus status,
            @Nullable CauseKind kind,
            @Nullable Instant refreshedAt,
            Instant promisedSince,
            FreshnessPromise promise) {
        return new Freshness(
                "v",
                "view",
                at,
                asOf,
                asOf,
                Duration.between(asOf, at),
                promise.slaAt(at),
                status,
                kind,
                kind == null ? null : "because of " + kind.id(),
                false,
                null,
                null,
                "no marks",
                refreshedAt,
                promisedSince,
                promise);
    }

    /** Its changes are marked. */
    static Freshness tracked(Instant at, @Nullable Instant pending, Instant refreshedAt) {
        Instant asOf = pending == null ? at : pending;
        return new Freshness(
                "v",
                "view",
                at,
                asOf,
                asOf,
                Duration.between(asOf, at),
                SLA,
                FreshnessStatus.FRESH,
                null,
                null,
                true,
                pending,
                null,
                null,
                refreshedAt,
                minute(-60),
                PROMISE);
    }

    /** Dropped and created again. */
    static Freshness anew(Instant at, Instant changeAt, FreshnessStatus status) {
        return new Freshness(
                "v",
                "view",
                at,
                null,
                changeAt,
                null,
                SLA,
                status,
                CauseKind.WAITS,
                "it waits",
                false,
                null,
                null,
                "created anew",
                minute(-50),
                minute(-60),
                PROMISE);
    }

    static Sample sample(Instant at, @Nullable Instant pending) {
        Instant asOf = pending == null ? at : pending;
        return new Sample(
                "v",
                at,
                asOf,
                asOf,
                Duration.between(asOf, at),
                SLA,
                FreshnessStatus.FRESH,
                null,
                true,
                pending,
                minute(-50));
    }

    static Sample sample(Instant at, Instant asOf, @Nullable Instant refreshedAt) {
        return new Sample(
                "v",
                at,
                asOf,
                asOf,
                Duration.between(asOf, at),
                SLA,
                FreshnessStatus.FRESH,
                null,
                false,
                null,
                refreshedAt);
    }

    static Sample broken(Instant at, CauseKind kind) {
        Duration lag = Duration.between(minute(0), at);
        return new Sample("v", at, minute(0), minute(0), lag, SLA, FreshnessStatus.BREACHED, kind, false, null, null);
    }

    static Breach open(Instant beganAt, Instant judgedAt, CauseKind kind) {
        return new Breach(
                7,
                "v",
                beganAt,
                null,
                minute(0),
                SLA,
                Duration.between(minute(0), judgedAt),
                kind,
                "because of " + kind.id(),
                Map.of(kind, Duration.between(beganAt, judgedAt)),
                judgedAt);
    }

    static Instant minute(int minute) {
        return NOON.plusSeconds(60L * minute);
    }
}
