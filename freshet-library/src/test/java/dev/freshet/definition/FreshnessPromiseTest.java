// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.FreshnessPromise.Broken;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FreshnessPromiseTest {

    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    private static final PromiseWindow OFFICE =
            new PromiseWindow(WEEKDAYS, LocalTime.of(8, 0), LocalTime.of(18, 0), FIVE);
    private static final FreshnessPromise HOURLY_BUT_OFFICE = new FreshnessPromise(HOUR, BERLIN, List.of(OFFICE));
    private static final FreshnessPromise OFFICE_ONLY = new FreshnessPromise(null, BERLIN, List.of(OFFICE));

    @Test
    void promisesTheSameAtAnyTimeWithoutWindows() {
        FreshnessPromise promise = FreshnessPromise.of(FIVE);
        assertThat(promise.slaAt(at("2026-11-21T03:00:00Z"))).isEqualTo(FIVE);
        assertThat(promise.changesAfter(at("2026-11-21T03:00:00Z"))).isNull();
        assertThat(promise.breachAt(at("2026-11-21T03:00:00Z"))).isEqualTo(at("2026-11-21T03:05:00Z"));
    }

    @Test
    void followsTheWallClockOfItsZoneThroughSummerAndWinter() {
        assertThat(HOURLY_BUT_OFFICE.slaAt(at("2026-07-01T06:00:00Z"))).isEqualTo(FIVE);
        assertThat(HOURLY_BUT_OFFICE.slaAt(at("2026-07-01T05:59:59Z"))).isEqualTo(HOUR);
        assertThat(HOURLY_BUT_OFFICE.slaAt(at("2026-12-01T06:59:59Z"))).isEqualTo(HOUR);
        assertThat(HOURLY_BUT_OFFICE.slaAt(at("2026-12-01T07:00:00Z"))).isEqualTo(FIVE);
        assertThat(HOURLY_BUT_OFFICE.slaAt(at("2026-12-05T12:00:00Z"))).isEqualTo(HOUR);
    }

    @Test
    void aWindowThatPassesMidnightBelongsToTheDayItBeginsOn() {
        PromiseWindow night =
                new PromiseWindow(Set.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), FIVE);
        FreshnessPromise promise = new FreshnessPromise(HOUR, ZoneId.of("UTC"), List.of(night));
        assertThat(promise.slaAt(at("2026-11-20T23:00:00Z"))).isEqualTo(FIVE);
        assertThat(promise.slaAt(at("2026-11-21T05:59:59Z"))).isEqualTo(FIVE);
        assertThat(promise.slaAt(at("2026-11-21T06:00:00Z"))).isEqualTo(HOUR);
        assertThat(promise.slaAt(at("2026-11-20T05:00:00Z"))).isEqualTo(HOUR);
    }

    @Test
    void ofSeveralWindowsTheStrictestCounts() {
        PromiseWindow noon =
                new PromiseWindow(WEEKDAYS, LocalTime.of(12, 0), LocalTime.of(13, 0), Duration.ofMinutes(1));
        FreshnessPromise promise = new FreshnessPromise(HOUR, BERLIN, List.of(OFFICE, noon));
        assertThat(promise.slaAt(at("2026-12-01T11:30:00Z"))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void changesWhereAWindowBeginsAndWhereItEnds() {
        assertThat(HOURLY_BUT_OFFICE.changesAfter(at("2026-11-20T12:00:00Z"))).isEqualTo(at("2026-11-20T17:00:00Z"));
        assertThat(HOURLY_BUT_OFFICE.changesAfter(at("2026-11-20T17:00:00Z"))).isEqualTo(at("2026-11-23T07:00:00Z"));
    }

    @Test
    void anOldChangeBreaksThePromiseTheMomentAStricterWindowBegins() {
        assertThat(HOURLY_BUT_OFFICE.breachAt(at("2026-11-23T06:40:00Z"))).isEqualTo(at("2026-11-23T07:00:00Z"));
        assertThat(HOURLY_BUT_OFFICE.breachAt(at("2026-11-23T06:58:00Z"))).isEqualTo(at("2026-11-23T07:03:00Z"));
    }

    @Test
    void whereNothingIsPromisedNothingBreaks() {
        assertThat(OFFICE_ONLY.slaAt(at("2026-11-21T12:00:00Z"))).isNull();
        assertThat(OFFICE_ONLY.breachAt(at("2026-11-20T16:58:00Z"))).isEqualTo(at("2026-11-23T07:00:00Z"));
    }

    @Test
    void aBreachThatANightInterruptsBeginsAnewInTheMorning() {
        Instant friday = at("2026-11-20T12:00:00Z");
        assertThat(OFFICE_ONLY.brokenWithin(friday, friday, at("2026-11-23T09:00:00Z")))
                .containsExactly(
                        new Broken(at("2026-11-20T12:05:00Z"), at("2026-11-20T17:00:00Z")),
                        new Broken(at("2026-11-23T07:00:00Z"), at("2026-11-23T09:00:00Z")));
        assertThat(OFFICE_ONLY.brokenWithin(friday, at("2026-11-20T18:00:00Z"), at("2026-11-22T09:00:00Z")))
                .isEmpty();
    }

    @Test
    void aBreachGoesOnWhereAStricterWindowBegins() {
        Instant early = at("2026-11-23T04:00:00Z");
        assertThat(HOURLY_BUT_OFFICE.brokenWithin(early, early, at("2026-11-23T20:00:00Z")))
                .containsExactly(new Broken(at("2026-11-23T05:00:00Z"), at("2026-11-23T20:00:00Z")));
    }

    @Test
    void countsOnlyPromisedTime() {
        assertThat(OFFICE_ONLY.promisedWithin(at("2026-11-16T00:00:00Z"), at("2026-11-23T00:00:00Z")))
                .isEqualTo(Duration.ofHours(50));
        assertThat(FreshnessPromise.of(FIVE).promisedWithin(at("2026-11-16T00:00:00Z"), at("2026-11-17T00:00:00Z")))
                .isEqualTo(Duration.ofHours(24));
    }

    /** Minute by minute, as somebody would find it who has never heard of windows. */
    @Property(tries = 60)
    void breaksAtTheFirstMinuteAtWhichTheChangeIsOlderThanPromised(
            @ForAll("promises") FreshnessPromise promise, @ForAll("changes") Instant change) {
        Instant expected = null;
        for (Instant at = change;
                expected == null && at.isBefore(change.plus(Duration.ofDays(18)));
                at = at.plusSeconds(60)) {
            Duration sla = promise.slaAt(at);
            expected = sla != null && Duration.between(change, at).compareTo(sla) >= 0 ? at : null;
        }
        assertThat(promise.breachAt(change)).isEqualTo(expected);
        if (expected != null) {
            assertThat(promise.brokenWithin(change, change, expected.plusSeconds(1)))
                    .containsExactly(new Broken(expected, expected.plusSeconds(1)));
            assertThat(promise.brokenWithin(change, change, expected)).isEmpty();
        }
    }

    @Property(tries = 60)
    void promisesTheSameFromOneChangeToTheNext(
            @ForAll("promises") FreshnessPromise promise, @ForAll("changes") Instant from) {
        Instant change = promise.changesAfter(from);
        Instant end = change == null ? from.plus(Duration.ofDays(8)) : change;
        for (Instant at = from; at.isBefore(end); at = at.plusSeconds(60)) {
            assertThat(promise.slaAt(at)).isEqualTo(promise.slaAt(from));
        }
        if (change != null) {
            assertThat(promise.slaAt(change)).isNotEqualTo(promise.slaAt(from));
        }
    }

    @Provide
    Arbitrary<FreshnessPromise> promises() {
        return arbitrary();
    }

    /** Around the changes of clocks of 2026, on whole minutes. */
    @Provide
    Arbitrary<Instant> changes() {
        return Combinators.combine(
                        Arbitraries.of("2026-03-27T00:00:00Z", "2026-10-23T00:00:00Z", "2026-04-03T00:00:00Z"),
                        Arbitraries.integers().between(0, 4 * 1440))
                .as((base, minutes) -> at(base).plusSeconds(60L * minutes));
    }

    static Arbitrary<FreshnessPromise> arbitrary() {
        Arbitrary<PromiseWindow> windows = Combinators.combine(
                        Arbitraries.of(DayOfWeek.class).set().ofMinSize(1),
                        Arbitraries.integers().between(0, 47),
                        Arbitraries.integers().between(0, 47),
                        Arbitraries.integers().between(1, 600))
                .as((days, from, to, target) -> new PromiseWindow(
                        days,
                        LocalTime.of(from / 2, from % 2 * 30),
                        LocalTime.of(to / 2, to % 2 * 30),
                        Duration.ofMinutes(target)));
        return Combinators.combine(
                        Arbitraries.integers().between(1, 600).injectNull(0.3),
                        Arbitraries.of(
                                "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "+05:30", "-03:30"),
                        windows.list().ofMinSize(1).ofMaxSize(3))
                .as((target, zone, held) -> new FreshnessPromise(
                        target == null ? null : Duration.ofMinutes(target), ZoneId.of(zone), held));
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
