// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.CatchUpPolicy;
import dev.freshet.definition.DefinitionSources;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Run;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickControlPostgresTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Whether its last run has ended shall not matter. */
    private static final JobDefinitions BEAT =
            JobDefinitions.sql("beat", "SELECT 1").overlap(OverlapPolicy.ALLOW);

    private final TestNode node = TestNode.started();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void skipsATickAndSaysWhoWantedItSo() {
        deploy(BEAT.every(SECOND));
        Instant tick = nextTick().plusSeconds(1);
        node.freshet().tickControl().skip("beat", tick, TestNode.TESTER, "month end");
        LedgerTick skipped = awaitTick(tick, TickOutcome.SKIPPED);
        assertThat(skipped.reason()).isEqualTo("skipped by tester: month end");
        assertThat(skipped.runId()).isNull();
        assertThat(awaitTick(tick.plusSeconds(1), TickOutcome.FIRED).reason()).isNull();
        assertThat(order(tick).state()).isEqualTo(TickOrder.State.DONE);
        assertThat(audit()).containsExactly("skip-tick beat month end " + tick);
    }

    @Test
    void skipsTheNextTickThatIsNotOrderedYet() {
        deploy(BEAT.every(Duration.ofDays(1)));
        TickControl control = node.freshet().tickControl();
        Instant first = control.skipNext("beat", TestNode.TESTER, null).scheduledFor();
        Instant second = control.skipNext("beat", TestNode.TESTER, null).scheduledFor();
        assertThat(first).isEqualTo(nextTick());
        assertThat(second).isEqualTo(first.plus(Duration.ofDays(1)));
    }

    @Test
    void firesATickThatWasMovedLaterWithItsOwnLogicalTime() {
        deploy(BEAT.every(SECOND));
        Instant tick = nextTick().plusSeconds(1);
        Instant to = tick.plusMillis(2_300);
        node.freshet().tickControl().move("beat", tick, to, TestNode.TESTER, "quiet hour");
        LedgerTick waiting = awaitTick(tick, TickOutcome.MOVED);
        assertThat(waiting.reason()).isEqualTo("moved to " + to + " by tester: quiet hour");
        assertThat(waiting.runId()).isNull();
        LedgerTick fired = awaitTick(tick, TickOutcome.FIRED);
        Run run = runOf(fired);
        assertThat(fired.reason()).startsWith("moved to " + to + " by tester: quiet hour");
        assertThat(run.scheduledFor()).isEqualTo(tick);
        assertThat(run.logicalTime()).isEqualTo(tick);
        assertThat(run.logicalEnd()).isEqualTo(tick.plusSeconds(1));
        assertThat(run.queuedAt()).isAfterOrEqualTo(to);
    }

    @Test
    void firesATickThatWasMovedAheadOnceAndNotAgainAtItsOwnMoment() {
        deploy(BEAT.every(Duration.ofSeconds(4)));
        Instant tick = nextTick();
        Instant to = now().plusMillis(300);
        if (to.plusSeconds(2).isAfter(tick)) {
            tick = tick.plusSeconds(4);
        }
        node.freshet().tickControl().move("beat", tick, to, TestNode.TESTER, null);
        LedgerTick fired = awaitTick(tick, TickOutcome.FIRED);
        assertThat(runOf(fired).queuedAt()).isBefore(tick);
        awaitTick(tick.plusSeconds(4), TickOutcome.FIRED);
        Instant moved = tick;
        assertThat(node.runsOf("beat"))
                .filteredOn(run -> moved.equals(run.scheduledFor()))
                .hasSize(1);
    }

    /** Its own moment has come meanwhile, and nobody has evaluated that yet. */
    @Test
    void skipsTheTickAfterOneThatFiredAheadOfItsTime() {
        deploy(BEAT.every(Duration.ofHours(1)));
        Instant tick = nextTick();
        Instant evaluated = tick.minusSeconds(3_600);
        node.database().sql().execute("""
            INSERT INTO freshet.tick_order (job, scheduled_for, act, moved_to, ordered_by, state, settled_at)
            VALUES ('beat', '%1$s', 'move', '%1$s'::timestamptz - interval '1 s', 'tester', 'done', clock_timestamp());
            UPDATE freshet.job SET evaluated_until = '%1$s'::timestamptz - interval '1 min'
            """.formatted(evaluated));
        assertThat(node.freshet()
                        .tickControl()
                        .skipNext("beat", TestNode.TESTER, null)
                        .scheduledFor())
                .isEqualTo(tick);
    }

    @Test
    void firesAMovedTickBetweenTheTicksOfARareSchedule() {
        deploy(BEAT.every(Duration.ofDays(1)));
        Instant tick = nextTick();
        node.freshet().tickControl().move("beat", tick, now().plusMillis(700), TestNode.TESTER, null);
        assertThat(runOf(awaitTick(tick, TickOutcome.FIRED)).logicalTime()).isEqualTo(tick);
        assertThat(node.freshet()
                        .database()
                        .call(session -> node.freshet().jobs().load(session, "beat"))
                        .nextTickAt())
                .isEqualTo(tick);
    }

    @Test
    void skipsNoTickThatHasFiredAheadOfItsTime() {
        deploy(BEAT.every(Duration.ofDays(1)));
        Instant tick = nextTick();
        TickControl control = node.freshet().tickControl();
        control.move("beat", tick, now().plusMillis(500), TestNode.TESTER, null);
        awaitTick(tick, TickOutcome.FIRED);
        assertThat(control.skipNext("beat", TestNode.TESTER, null).scheduledFor())
                .isEqualTo(tick.plus(Duration.ofDays(1)));
        assertThatThrownBy(() -> control.skip("beat", tick, TestNode.TESTER, null))
                .hasMessageContaining("is in the ledger");
    }

    @Test
    void takesAnOrderBackWhileTheTickLiesAheadAndNotAfterwards() {
        deploy(BEAT.every(SECOND));
        TickControl control = node.freshet().tickControl();
        Instant tick = nextTick().plusSeconds(1);
        control.skip("beat", tick, TestNode.TESTER, null);
        control.restore("beat", tick, TestNode.TESTER, "after all");
        assertThat(awaitTick(tick, TickOutcome.FIRED).runId()).isNotNull();
        assertThatThrownBy(() -> control.restore("beat", tick, TestNode.TESTER, null))
                .hasMessageContaining("Nothing is ordered");
        assertThatThrownBy(() -> control.skip("beat", tick, TestNode.TESTER, null))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("is in the ledger");
        assertThat(audit()).containsExactly("skip-tick beat - " + tick, "restore-tick beat after all " + tick);
    }

    @Test
    void skipsOrMovesAnewATickThatWaitsForTheMomentItWasMovedTo() {
        deploy(BEAT.every(SECOND));
        TickControl control = node.freshet().tickControl();
        Instant tick = nextTick().plusSeconds(1);
        control.move("beat", tick, tick.plusSeconds(600), TestNode.TESTER, null);
        awaitTick(tick, TickOutcome.MOVED);
        assertThatThrownBy(() -> control.restore("beat", tick, TestNode.TESTER, null))
                .hasMessageContaining("has passed; it waits for");
        control.move("beat", tick, tick.plusSeconds(900), TestNode.TESTER, "later still");
        assertThat(tick(tick).reason()).contains("later still");
        control.skip("beat", tick, TestNode.TESTER, "never mind");
        assertThat(tick(tick).outcome()).isEqualTo(TickOutcome.SKIPPED);
        assertThat(tick(tick).reason()).isEqualTo("skipped by tester: never mind");
    }

    @Test
    void namesTheNextTicksToWhoeverNamesNone() {
        deploy(BEAT.every(Duration.ofHours(1)));
        Instant tick = nextTick();
        assertThatThrownBy(() -> node.freshet().tickControl().skip("beat", tick.plusSeconds(7), TestNode.TESTER, null))
                .hasMessageContaining("has no tick at")
                .hasMessageContaining("its next ticks are " + tick);
        assertThatThrownBy(() ->
                        node.freshet().tickControl().move("beat", tick, now().minusSeconds(5), TestNode.TESTER, null))
                .hasMessageContaining("expected a moment ahead");
        node.deploy(BEAT);
        assertThatThrownBy(() -> node.freshet().tickControl().skipNext("beat", TestNode.TESTER, null))
                .hasMessageContaining("has no next tick");
    }

    @Test
    void keepsOrdersThroughADeploymentOfTheSameScheduleAndLetsThemLapseWithTheirTick() {
        apply(BEAT.every(Duration.ofHours(1)));
        Instant tick = nextTick();
        node.freshet().tickControl().skip("beat", tick, TestNode.TESTER, null);
        apply(BEAT.every(Duration.ofHours(1)).retries(2, "any"));
        assertThat(order(tick).state()).isEqualTo(TickOrder.State.PENDING);
        Instant other = tick.plus(Duration.ofHours(1));
        node.freshet().tickControl().move("beat", other, other.plusSeconds(60), TestNode.TESTER, null);
        apply(BEAT.every(Duration.ofDays(3650)));
        assertThat(order(tick).state()).isEqualTo(TickOrder.State.LAPSED);
        assertThat(order(other).settledBecause()).isEqualTo("the schedule has no such tick since deployment 3");
    }

    @Test
    void tellsWhyAMovedTickDidNotFire() {
        deploy(BEAT.every(SECOND).catchUp(CatchUpPolicy.NONE, 1));
        TickControl control = node.freshet().tickControl();
        Instant tick = nextTick().plusSeconds(1);
        control.move("beat", tick, tick.plusMillis(1_500), TestNode.TESTER, null);
        awaitTick(tick, TickOutcome.MOVED);
        node.freshet().control().pause("beat", TestNode.TESTER, "stocktaking", null);
        assertThat(awaitTick(tick, TickOutcome.SKIPPED).reason()).endsWith("by tester; paused by tester: stocktaking");
    }

    @Test
    void forecastsTicksWithWhatWasOrderedInTheOrderInWhichTheyComeDue() {
        deploy(BEAT.every(Duration.ofHours(1)));
        Instant tick = nextTick();
        TickControl control = node.freshet().tickControl();
        control.move("beat", tick, tick.plus(Duration.ofMinutes(90)), TestNode.TESTER, null);
        control.skip("beat", tick.plus(Duration.ofHours(1)), TestNode.TESTER, null);
        List<ComingTick> coming = node.freshet()
                .database()
                .call(session -> new TickForecast()
                        .list(
                                node.freshet().jobs().load(session, "beat"),
                                now(),
                                tick.plus(Duration.ofHours(3)),
                                10,
                                node.freshet().tickOrders().listAhead(session)));
        assertThat(coming)
                .extracting(ComingTick::dueAt)
                .containsExactly(
                        tick.plus(Duration.ofHours(1)),
                        tick.plus(Duration.ofMinutes(90)),
                        tick.plus(Duration.ofHours(2)));
        assertThat(coming).extracting(ComingTick::isSkipped).containsExactly(true, false, false);
        assertThat(coming).extracting(ComingTick::isMoved).containsExactly(false, true, false);
    }

    private void deploy(JobDefinitions job) {
        node.deploy(job);
        await().until(() -> "t"
                .equals(node.database()
                        .sql()
                        .query("SELECT next_tick_at > evaluated_until AND evaluated_until IS"
                                + " NOT NULL FROM freshet.job")));
    }

    private void apply(JobDefinitions job) {
        node.freshet().apply(JobDefinitions.definitions(job), DefinitionSources.NONE, TestNode.TESTER, null);
        assertThat(job.schedule()).isInstanceOf(ScheduleDefinition.Every.class);
    }

    /** The first tick ahead by the schedule. */
    private Instant nextTick() {
        return node.freshet()
                .database()
                .call(session -> new TickForecast()
                        .list(
                                node.freshet().jobs().load(session, "beat"),
                                now(),
                                Instant.parse("2999-01-01T00:00:00Z"),
                                1)
                        .getFirst()
                        .at());
    }

    private Instant now() {
        return node.freshet().clock().instant();
    }

    private LedgerTick awaitTick(Instant at, TickOutcome outcome) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ticks(at).stream().anyMatch(tick -> tick.outcome() == outcome));
        return tick(at);
    }

    private Run runOf(LedgerTick tick) {
        return node.find(Objects.requireNonNull(tick.runId()));
    }

    private LedgerTick tick(Instant at) {
        return ticks(at).getFirst();
    }

    private List<LedgerTick> ticks(Instant at) {
        return node.freshet()
                .database()
                .call(session -> node.freshet().ticks().list(session, "beat", at, at.plusNanos(1_000), 1));
    }

    private TickOrder order(Instant tick) {
        return node.freshet()
                .database()
                .call(session -> node.freshet().tickOrders().find(session, "beat", tick))
                .orElseThrow();
    }

    private List<String> audit() {
        return node
                .database()
                .sql()
                .queryAll(
                        "SELECT action || ' ' || subject || ' ' || coalesce(reason, '-') || ' ' || (details ->> 'tick')"
                                + " FROM freshet.audit WHERE action LIKE '%tick' ORDER BY id")
                .stream()
                .map(String::valueOf)
                .toList();
    }
}
