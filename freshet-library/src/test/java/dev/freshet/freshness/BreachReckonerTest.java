// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.FreshnessPromise;
import dev.freshet.definition.PromiseWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreachReckonerTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration SLA = Duration.ofMinutes(10);
    private static final FreshnessPromise PROMISE = FreshnessPromise.of(SLA);

    @Test
    void aBreachBeginsWhenThePromiseBrokeNotWhenSomebodyLooked() {
        Breach breach = only(BreachReckoner.reckon(breached(minute(25), minute(0), CauseKind.PAUSED), null, null));
        assertThat(breach.beganAt()).isEqualTo(minute(10));
        assertThat(breach.endedAt()).isNull();
        assertThat(breach.worstLag()).isEqualTo(Duration.ofMinutes(25));
        assertThat(breach.causes()).isEqualTo(Map.of(CauseKind.PAUSED, Duration.ofMinutes(15)));
    }

    @Test
    void nothingIsBrokenBeforeItWasPromised() {
        Freshness view =
                view(minute(25), minute(0), FreshnessStatus.BREACHED, CauseKind.LOAD, null, minute(20), PROMISE);
        assertThat(only(BreachReckoner.reckon(view, null, null)).beganAt()).isEqualTo(minute(20));
    }

    @Test
    void aBreachEndsWithTheRefreshThatMendedIt() {
        Breach open = open(minute(10), minute(20), CauseKind.FAILED);
        Freshness mended = fresh(minute(31), minute(29), minute(30));
        Breach ended = only(BreachReckoner.reckon(mended, sample(minute(20), minute(0), null), open));
        assertThat(ended.endedAt()).isEqualTo(minute(30));
        assertThat(ended.worstLag()).isEqualTo(Duration.ofMinutes(30));
        assertThat(ended.id()).isEqualTo(open.id());
    }

    @Test
    void aBreachThatWasMendedAndBrokeAgainUnseenIsTwo() {
        Breach open = open(minute(10), minute(20), CauseKind.FAILED);
        Freshness again = view(
                minute(50), minute(29), FreshnessStatus.BREACHED, CauseKind.PAUSED, minute(30), minute(-60), PROMISE);
        List<Breach> written = BreachReckoner.reckon(again, sample(minute(20), minute(0), null), open);
        assertThat(written).extracting(Breach::beganAt).containsExactly(minute(10), minute(39));
        assertThat(written).extracting(Breach::endedAt).containsExactly(minute(30), null);
    }

    @Test
    void aBreachBetweenTwoLooksIsFoundAfterwards() {
        Freshness mended = fresh(minute(31), minute(29), minute(30));
        Breach hidden = only(BreachReckoner.reckon(mended, sample(minute(1), minute(0), null), null));
        assertThat(hidden.beganAt()).isEqualTo(minute(10));
        assertThat(hidden.endedAt()).isEqualTo(minute(30));
        assertThat(hidden.causeKind()).isEqualTo(CauseKind.NO_NODE);
    }

    @Test
    void aRefreshInTimeLeavesNoBreach() {
        Freshness view = fresh(minute(10), minute(8), minute(9));
        assertThat(BreachReckoner.reckon(view, sample(minute(1), minute(0), null), null))
                .isEmpty();
    }

    @Test
    void isDueToWhatItWasDueToForMostOfItsTime() {
        Breach open = open(minute(10), minute(20), CauseKind.PAUSED);
        Breach soon = only(BreachReckoner.reckon(
                breached(minute(21), minute(0), CauseKind.RUNNING_LONG), broken(minute(20), CauseKind.PAUSED), open));
        assertThat(soon.causeKind()).isEqualTo(CauseKind.PAUSED);
        Breach later = only(BreachReckoner.reckon(
                breached(minute(40), minute(0), CauseKind.RUNNING_LONG),
                broken(minute(21), CauseKind.RUNNING_LONG),
                soon));
        assertThat(later.causeKind()).isEqualTo(CauseKind.RUNNING_LONG);
        assertThat(later.causes())
                .isEqualTo(Map.of(
                        CauseKind.PAUSED, Duration.ofMinutes(11), CauseKind.RUNNING_LONG, Duration.ofMinutes(19)));
    }

    @Test
    void aBreachEndsWhenNothingIsPromisedAnyMoreAndBeginsAnewWithTheNextWindow() {
        PromiseWindow office = new PromiseWindow(
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(8, 0), LocalTime.of(13, 0), SLA);
        FreshnessPromise promise = new FreshnessPromise(null, ZoneId.of("UTC"), List.of(office));
        Breach open = open(minute(10), minute(59), CauseKind.PAUSED);
        Freshness night = view(minute(61), minute(0), FreshnessStatus.UNKNOWN, null, null, minute(-60), promise);
        assertThat(only(BreachReckoner.reckon(night, sample(minute(59), minute(0), null), open))
                        .endedAt())
                .isEqualTo(minute(60));

        Instant monday = Instant.parse("2026-11-23T09:00:00Z");
        Freshness morning =
                view(monday, minute(0), FreshnessStatus.BREACHED, CauseKind.PAUSED, null, minute(-60), promise);
        assertThat(only(BreachReckoner.reckon(morning, null, null)).beganAt())
                .isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
        assertThat(BreachReckoner.reckon(morning, sample(minute(59), minute(0), null), open))
                .extracting(Breach::endedAt)
                .containsExactly(minute(60), null);
    }

    private static Breach only(List<Breach> breaches) {
        assertThat(breaches).hasSize(1);
        return breaches.getFirst();
    }

    private static Freshness breached(Instant at, Instant asOf, CauseKind kind) {
        return view(at, asOf, FreshnessStatus.BREACHED, kind, null, minute(-60), PROMISE);
    }

    private static Freshness fresh(Instant at, Instant asOf, Instant refreshedAt) {
        return view(at, asOf, FreshnessStatus.FRESH, null, refreshedAt, minute(-60), PROMISE);
    }

    private static Freshness view(
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

    private static Sample sample(Instant at, Instant asOf, @Nullable Instant refreshedAt) {
        return new Sample(
                "v", at, asOf, Duration.between(asOf, at), SLA, FreshnessStatus.FRESH, null, false, null, refreshedAt);
    }

    private static Sample broken(Instant at, CauseKind kind) {
        Duration lag = Duration.between(minute(0), at);
        return new Sample("v", at, minute(0), lag, SLA, FreshnessStatus.BREACHED, kind, false, null, null);
    }

    private static Breach open(Instant beganAt, Instant judgedAt, CauseKind kind) {
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

    private static Instant minute(int minute) {
        return NOON.plusSeconds(60L * minute);
    }
}
