// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import static dev.freshet.freshness.Looks.PROMISE;
import static dev.freshet.freshness.Looks.SLA;
import static dev.freshet.freshness.Looks.anew;
import static dev.freshet.freshness.Looks.breached;
import static dev.freshet.freshness.Looks.broken;
import static dev.freshet.freshness.Looks.everyTenMinutes;
import static dev.freshet.freshness.Looks.fresh;
import static dev.freshet.freshness.Looks.minute;
import static dev.freshet.freshness.Looks.open;
import static dev.freshet.freshness.Looks.sample;
import static dev.freshet.freshness.Looks.tracked;
import static dev.freshet.freshness.Looks.view;
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

    @Test
    void aBreachBeginsWhenThePromiseBrokeNotWhenSomebodyLooked() {
        Breach breach = only(reckon(breached(minute(25), minute(0), CauseKind.PAUSED), null, null));
        assertThat(breach.beganAt()).isEqualTo(minute(10));
        assertThat(breach.endedAt()).isNull();
        assertThat(breach.worstLag()).isEqualTo(Duration.ofMinutes(25));
        assertThat(breach.causes()).isEqualTo(Map.of(CauseKind.PAUSED, Duration.ofMinutes(15)));
    }

    @Test
    void nothingIsBrokenBeforeItWasPromised() {
        Freshness view =
                view(minute(25), minute(0), FreshnessStatus.BREACHED, CauseKind.LOAD, null, minute(20), PROMISE);
        assertThat(only(reckon(view, null, null)).beganAt()).isEqualTo(minute(20));
    }

    @Test
    void aBreachEndsWithTheRefreshThatMendedIt() {
        Breach open = open(minute(10), minute(20), CauseKind.FAILED);
        Freshness mended = fresh(minute(31), minute(29), minute(30));
        Breach ended = only(reckon(mended, sample(minute(20), minute(0), null), open));
        assertThat(ended.endedAt()).isEqualTo(minute(30));
        assertThat(ended.worstLag()).isEqualTo(Duration.ofMinutes(30));
        assertThat(ended.id()).isEqualTo(open.id());
    }

    @Test
    void aBreachThatWasMendedAndBrokeAgainUnseenIsTwo() {
        Breach open = open(minute(10), minute(20), CauseKind.FAILED);
        Freshness again = view(
                minute(50), minute(29), FreshnessStatus.BREACHED, CauseKind.PAUSED, minute(30), minute(-60), PROMISE);
        List<Breach> written = reckon(again, sample(minute(20), minute(0), null), open);
        assertThat(written).extracting(Breach::beganAt).containsExactly(minute(10), minute(39));
        assertThat(written).extracting(Breach::endedAt).containsExactly(minute(30), null);
    }

    @Test
    void aBreachBetweenTwoLooksIsFoundAfterwards() {
        Freshness mended = fresh(minute(31), minute(29), minute(30));
        Breach hidden = only(reckon(mended, sample(minute(1), minute(0), null), null));
        assertThat(hidden.beganAt()).isEqualTo(minute(10));
        assertThat(hidden.endedAt()).isEqualTo(minute(30));
        assertThat(hidden.causeKind()).isEqualTo(CauseKind.NO_NODE);
        assertThat(hidden.cause())
                .isEqualTo("no node of Freshet looked after it between 2026-11-20 12:01:00 UTC and 2026-11-20"
                        + " 12:31:00 UTC");
    }

    @Test
    void aLateRefreshIsNotBlamedOnAMissingNodeWhileSomebodyLooksThoughSamplesAreFewer() {
        Freshness mended = fresh(minute(31), minute(29), minute(30));
        List<Refreshed> refreshes = List.of(new Refreshed("v", minute(30), minute(29)));
        Sample before = sample(minute(29), minute(20).minusSeconds(30), null);
        Instant looked = minute(31).minusSeconds(5);
        Breach late = only(BreachReckoner.reckon(mended, before, null, refreshes, looked));
        assertThat(late.beganAt()).isEqualTo(minute(30).minusSeconds(30));
        assertThat(late.causeKind()).isEqualTo(CauseKind.LOAD);
        assertThat(late.cause()).isEqualTo("the refresh that ended at 2026-11-20 12:30:00 UTC came too late");
    }

    @Test
    void aRefreshInTimeLeavesNoBreach() {
        Freshness view = fresh(minute(10), minute(8), minute(9));
        assertThat(reckon(view, sample(minute(1), minute(0), null), null)).isEmpty();
    }

    @Test
    void refreshesInTimeWhileNobodyLookedLeaveNoBreach() {
        List<Refreshed> refreshes = everyTenMinutes(5, 115);
        Freshness view = fresh(minute(120), minute(114), minute(115));
        assertThat(reckon(view, sample(minute(1), minute(0), null), null, refreshes))
                .isEmpty();
    }

    @Test
    void aBreachEndsWithTheFirstRefreshThatMendedItWhileNobodyLooked() {
        Breach open = open(minute(10), minute(12), CauseKind.FAILED);
        Freshness view = fresh(minute(120), minute(114), minute(115));
        Breach ended = only(reckon(view, broken(minute(12), CauseKind.FAILED), open, everyTenMinutes(15, 115)));
        assertThat(ended.endedAt()).isEqualTo(minute(15));
        assertThat(ended.worstLag()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aBreachEndedWithItsRefreshAlsoWhereALookDidNotSeeThatYet() {
        Breach open = open(minute(10), minute(31), CauseKind.LOAD);
        Freshness view = fresh(minute(32), minute(29), minute(30));
        Breach ended = only(reckon(view, broken(minute(31), CauseKind.LOAD), open));
        assertThat(ended.endedAt()).isEqualTo(minute(30));
        assertThat(ended.worstLag()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aRefreshThatShowsNothingNewEndsNoBreach() {
        Breach open = open(minute(10), minute(12), CauseKind.UPSTREAM);
        List<Refreshed> refreshes = List.of(new Refreshed("v", minute(15), minute(1)));
        Freshness view = view(
                minute(30), minute(1), FreshnessStatus.BREACHED, CauseKind.UPSTREAM, minute(15), minute(-60), PROMISE);
        Breach lasting = only(reckon(view, broken(minute(12), CauseKind.UPSTREAM), open, refreshes));
        assertThat(lasting.id()).isEqualTo(open.id());
        assertThat(lasting.endedAt()).isNull();
        assertThat(lasting.worstLag()).isEqualTo(Duration.ofMinutes(29));
    }

    @Test
    void aBreachBetweenRefreshesThatNobodySawIsFound() {
        List<Refreshed> refreshes = List.of(
                new Refreshed("v", minute(5), minute(4)),
                new Refreshed("v", minute(40), minute(39)),
                new Refreshed("v", minute(45), minute(44)));
        Freshness view = fresh(minute(50), minute(44), minute(45));
        Breach hidden = only(reckon(view, sample(minute(1), minute(0), null), null, refreshes));
        assertThat(hidden.beganAt()).isEqualTo(minute(14));
        assertThat(hidden.endedAt()).isEqualTo(minute(40));
        assertThat(hidden.changeAt()).isEqualTo(minute(4));
        assertThat(hidden.worstLag()).isEqualTo(Duration.ofMinutes(36));
    }

    @Test
    void whatAViewLackedBetweenUnseenRefreshesIsNotKnownWhereChangesAreMarked() {
        List<Refreshed> refreshes =
                List.of(new Refreshed("v", minute(5), minute(4)), new Refreshed("v", minute(40), minute(39)));
        Freshness view = tracked(minute(50), null, minute(40));
        assertThat(reckon(view, sample(minute(1), null), null, refreshes)).isEmpty();
        Breach hidden = only(reckon(view, sample(minute(1), minute(0)), null, refreshes.subList(1, 2)));
        assertThat(hidden.beganAt()).isEqualTo(minute(10));
        assertThat(hidden.endedAt()).isEqualTo(minute(40));
    }

    @Test
    void windowsThatPassedWhileNobodyLookedAreFoundWithAndWithoutARefresh() {
        PromiseWindow office = new PromiseWindow(
                EnumSet.allOf(DayOfWeek.class), LocalTime.of(8, 0), LocalTime.of(18, 0), Duration.ofMinutes(5));
        FreshnessPromise promise = new FreshnessPromise(null, ZoneId.of("UTC"), List.of(office));
        Instant night = Instant.parse("2026-11-20T05:00:00Z");
        Sample before = sample(night.plusSeconds(60), night, night);
        Instant later = Instant.parse("2026-11-21T20:00:00Z");
        Freshness idle = view(later, night, FreshnessStatus.UNKNOWN, null, night, night.minusSeconds(60), promise);
        List<Breach> both = reckon(idle, before, null, List.of());
        assertThat(both)
                .extracting(Breach::beganAt)
                .containsExactly(Instant.parse("2026-11-20T08:00:00Z"), Instant.parse("2026-11-21T08:00:00Z"));
        assertThat(both)
                .extracting(Breach::endedAt)
                .containsExactly(Instant.parse("2026-11-20T18:00:00Z"), Instant.parse("2026-11-21T18:00:00Z"));

        Instant evening = Instant.parse("2026-11-21T19:00:00Z");
        Freshness refreshed =
                view(later, evening, FreshnessStatus.UNKNOWN, null, evening, night.minusSeconds(60), promise);
        assertThat(reckon(refreshed, before, null, List.of(new Refreshed("v", evening, evening))))
                .extracting(Breach::endedAt)
                .isEqualTo(both.stream().map(Breach::endedAt).toList());
    }

    @Test
    void aViewWhoseAsOfIsLostIsHeldAgainstWhatItShowedLast() {
        Freshness anew = anew(minute(25), minute(20), FreshnessStatus.UNKNOWN);
        assertThat(reckon(anew, sample(minute(20), null), null, List.of())).isEmpty();
        Freshness late = anew(minute(31), minute(20), FreshnessStatus.BREACHED);
        Breach breach = only(reckon(late, sample(minute(25), minute(20), null), null, List.of()));
        assertThat(breach.beganAt()).isEqualTo(minute(30));
        assertThat(breach.worstLag()).isEqualTo(Duration.ofMinutes(11));
    }

    @Test
    void anOpenBreachGoesOnUnderANewPromiseThatItBreaksToo() {
        Breach open = open(minute(10), minute(20), CauseKind.FAILED);
        Freshness stricter = view(
                minute(31),
                minute(0),
                FreshnessStatus.BREACHED,
                CauseKind.FAILED,
                null,
                minute(30),
                FreshnessPromise.of(Duration.ofMinutes(5)));
        assertThat(only(reckon(stricter, broken(minute(20), CauseKind.FAILED), open, List.of()))
                        .endedAt())
                .isNull();
        Freshness allowed = view(
                minute(31),
                minute(0),
                FreshnessStatus.FRESH,
                null,
                null,
                minute(30),
                FreshnessPromise.of(Duration.ofHours(2)));
        assertThat(only(reckon(allowed, broken(minute(20), CauseKind.FAILED), open, List.of()))
                        .endedAt())
                .isEqualTo(minute(30));
    }

    @Test
    void isDueToWhatItWasDueToForMostOfItsTime() {
        Breach open = open(minute(10), minute(20), CauseKind.PAUSED);
        Breach soon = only(reckon(
                breached(minute(21), minute(0), CauseKind.RUNNING_LONG), broken(minute(20), CauseKind.PAUSED), open));
        assertThat(soon.causeKind()).isEqualTo(CauseKind.PAUSED);
        Breach later = only(reckon(
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
        assertThat(only(reckon(night, sample(minute(59), minute(0), null), open))
                        .endedAt())
                .isEqualTo(minute(60));

        Instant monday = Instant.parse("2026-11-23T09:00:00Z");
        Freshness morning =
                view(monday, minute(0), FreshnessStatus.BREACHED, CauseKind.PAUSED, null, minute(-60), promise);
        assertThat(reckon(morning, null, null))
                .extracting(Breach::beganAt)
                .containsExactly(minute(10), Instant.parse("2026-11-23T08:00:00Z"));
        assertThat(reckon(morning, sample(minute(59), minute(0), null), open))
                .extracting(Breach::endedAt)
                .containsExactly(minute(60), null);
    }

    /** Whoever looks finds the last refresh, if it was after the last look. */
    private static List<Breach> reckon(Freshness view, @Nullable Sample before, @Nullable Breach open) {
        Instant refreshed = view.refreshedAt();
        return before == null || refreshed == null || refreshed.equals(before.refreshedAt())
                ? reckon(view, before, open, List.of())
                : reckon(view, before, open, List.of(new Refreshed("v", refreshed, view.asOf())));
    }

    private static List<Breach> reckon(
            Freshness view, @Nullable Sample before, @Nullable Breach open, List<Refreshed> refreshes) {
        return BreachReckoner.reckon(view, before, open, refreshes, before == null ? null : before.at());
    }

    private static Breach only(List<Breach> breaches) {
        assertThat(breaches).hasSize(1);
        return breaches.getFirst();
    }
}
