// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.CatchUpPolicy;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickPostgresTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestNode node = TestNode.started();

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void leavesNoTickOutAndGivesEachExactlyOneRun() {
        node.deploy(JobDefinitions.sql("beat", "SELECT 1").every(SECOND));
        until().until(() -> ledger("beat").size() >= 4);
        List<LedgerTick> ticks = ledger("beat");
        for (int i = 1; i < ticks.size(); i++) {
            assertThat(ticks.get(i).scheduledFor())
                    .isEqualTo(ticks.get(i - 1).scheduledFor().plus(SECOND));
        }
        assertThat(ticks).allSatisfy(tick -> assertThat(tick.runId()).isNotNull());
        assertThat(ticks).extracting(LedgerTick::runId).doesNotHaveDuplicates();
    }

    @Test
    void givesTheRunItsLogicalTime() {
        node.deploy(JobDefinitions.sql("beat", "SELECT 1").every(SECOND));
        until().until(() -> !node.runsOf("beat").isEmpty());
        assertThat(node.runsOf("beat")).allSatisfy(run -> {
            assertThat(run.trigger()).isEqualTo(Trigger.SCHEDULE);
            assertThat(run.logicalTime()).isEqualTo(run.scheduledFor());
            assertThat(run.logicalTime()).isEqualTo(run.logicalTime().truncatedTo(ChronoUnit.SECONDS));
        });
    }

    @Test
    void queuesOneFollowUpForAllTicksThatComeWhileTheJobRuns() {
        node.deploy(JobDefinitions.sql("long", "SELECT pg_sleep(600)").every(SECOND));
        until().until(() -> ledger("long").size() >= 5);
        assertThat(outcomes("long").subList(0, 5))
                .containsExactly(
                        TickOutcome.FIRED,
                        TickOutcome.FIRED,
                        TickOutcome.MERGED,
                        TickOutcome.MERGED,
                        TickOutcome.MERGED);
        assertThat(ledger("long").get(1).reason()).startsWith("follows run");
        assertThat(node.runsOf("long")).hasSize(2);
    }

    @Test
    void holdsTheFollowUpOfARunCancelledByHandUntilTheNextTick() {
        node.deploy(JobDefinitions.sql("long", "SELECT pg_sleep(600)").every(Duration.ofSeconds(2)));
        until().until(() -> node.runsOf("long").size() == 2);
        Run running = node.runsOf("long").get(1);
        node.freshet().control().cancel(running.id(), TestNode.TESTER, "wrong data");
        node.awaitState(running.id(), RunState.CANCELLED);

        Run followUp = node.runsOf("long").get(0);
        assertThat(followUp.state()).isEqualTo(RunState.QUEUED);
        assertThat(followUp.heldBecause()).contains("cancelled by tester");
        Instant cancelled = node.find(running.id()).endedAt();
        Run released = node.awaitState(followUp.id(), RunState.RUNNING);
        assertThat(released.scheduledFor()).isAfterOrEqualTo(cancelled);
        assertThat(ledger("long")).anySatisfy(tick -> {
            assertThat(tick.scheduledFor()).isEqualTo(released.scheduledFor());
            assertThat(tick.reason()).contains("which was held because");
        });
    }

    @Test
    void holdsTheFollowUpOfAFollowerThatWasCancelledUntilItsJobSucceedsAgain() {
        node.deploy(
                JobDefinitions.sql("load", "SELECT 1"),
                JobDefinitions.sql("report", "SELECT pg_sleep(600)").after("load"));
        node.awaitState(node.run("load"), RunState.SUCCEEDED);
        until().until(() -> node.runsOf("report").stream().anyMatch(run -> run.state() == RunState.RUNNING));
        node.awaitState(node.run("load"), RunState.SUCCEEDED);
        until().until(() -> node.runsOf("report").size() == 2);
        node.freshet().control().cancel(node.runsOf("report").get(1).id(), TestNode.TESTER, "wrong data");
        node.awaitState(node.runsOf("report").get(1).id(), RunState.CANCELLED);
        Run followUp = node.runsOf("report").get(0);
        assertThat(followUp.state()).isEqualTo(RunState.QUEUED);
        assertThat(followUp.heldBecause()).contains("cancelled by tester");
        node.awaitState(node.run("load"), RunState.SUCCEEDED);
        node.awaitState(followUp.id(), RunState.RUNNING);
    }

    @Test
    void cancelsAHeldRunWhenNoTickCanReleaseItAnyMore() {
        node.deploy(JobDefinitions.sql("long", "SELECT pg_sleep(600)").every(Duration.ofHours(1)));
        long running = node.run("long");
        node.awaitState(running, RunState.RUNNING);
        node.database().sql().execute("""
            INSERT INTO freshet.run (job, trigger, actor) VALUES ('long', 'schedule', 'test')
            """);
        node.freshet().control().cancel(running, TestNode.TESTER, "wrong data");
        node.awaitState(running, RunState.CANCELLED);
        Run followUp = node.runsOf("long").get(0);
        assertThat(followUp.heldBecause()).isNotNull();
        node.deploy(JobDefinitions.sql("long", "SELECT pg_sleep(600)"));
        assertThat(node.find(followUp.id()).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void givesNoTickToARunThatDoesAnEarlierOnesWorkAgain() {
        node.deploy(JobDefinitions.sql("beat", "SELECT 1"));
        node.database().sql().execute("""
            INSERT INTO freshet.run (job, trigger, actor, available_at)
            VALUES ('beat', 'retry', 'test', clock_timestamp() + interval '1 hour')
            """);
        node.deploy(JobDefinitions.sql("beat", "SELECT 1").every(SECOND));
        until().until(() -> ledger("beat").size() >= 2);
        assertThat(outcomes("beat")).containsOnly(TickOutcome.FIRED);
    }

    @Test
    void looksAtNoMoreThanWhatStandsInTheWayHoweverLongTheQueueIs() {
        node.deploy(JobDefinitions.sql("long", "SELECT pg_sleep(600)"));
        long running = node.run("long");
        node.awaitState(running, RunState.RUNNING);
        node.database().sql().execute("""
            INSERT INTO freshet.run (job, trigger, actor, parameters)
            SELECT 'long', 'api', 'test', jsonb_build_object('n', n) FROM generate_series(1, 300) n
            """);
        long plain = node.run("long");
        List<Run> inTheWay =
                node.freshet().database().call(session -> node.freshet().runs().listInTheWay(session, "long"));
        assertThat(inTheWay).extracting(Run::id).containsExactly(running, plain);
    }

    @Test
    void accountsForTicksThatWereDueByAScheduleThatIsChanged() {
        node.deploy(JobDefinitions.sql("beat", "SELECT 1").every(Duration.ofHours(1)));
        until().until(() ->
                "t".equals(node.database().sql().query("SELECT next_tick_at > clock_timestamp() FROM freshet.job")));
        node.database().sql().execute("""
            UPDATE freshet.job SET evaluated_until = date_trunc('hour', clock_timestamp()) - interval '5 hours',
                                   next_tick_at = clock_timestamp() - interval '1 ms'
            """);
        node.deploy(JobDefinitions.sql("beat", "SELECT 1").every(Duration.ofHours(2)));
        assertThat(ledger("beat")).hasSize(5).allSatisfy(tick -> {
            assertThat(tick.outcome()).isEqualTo(TickOutcome.SKIPPED);
            assertThat(tick.reason()).isEqualTo("the schedule changed in deployment 1 before it was evaluated");
        });
    }

    @Test
    void skipsTicksOfAJobThatStillRunsWhereThatIsWanted() {
        node.deploy(
                JobDefinitions.sql("long", "SELECT pg_sleep(600)").every(SECOND).overlap(OverlapPolicy.SKIP));
        until().until(() -> ledger("long").size() >= 3);
        assertThat(outcomes("long").subList(0, 3))
                .containsExactly(TickOutcome.FIRED, TickOutcome.SKIPPED, TickOutcome.SKIPPED);
        assertThat(ledger("long").get(1).reason()).contains("overlap: skip");
    }

    @Test
    void cancelsTheRunningRunForTheNextTickWhereThatIsWanted() {
        node.deploy(
                JobDefinitions.sql("long", "SELECT pg_sleep(600)").every(SECOND).overlap(OverlapPolicy.CANCEL_RUNNING));
        until().until(() -> node.runsOf("long").stream()
                        .filter(run -> run.state() == RunState.CANCELLED)
                        .count()
                >= 2);
        assertThat(node.runsOf("long").stream()
                        .filter(run -> run.state() == RunState.RUNNING)
                        .count())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void runsTicksBesideEachOtherWhereThatIsWanted() {
        node.deploy(
                JobDefinitions.sql("long", "SELECT pg_sleep(600)").every(SECOND).overlap(OverlapPolicy.ALLOW));
        until().until(() -> node.runsOf("long").stream()
                        .filter(run -> run.state() == RunState.RUNNING)
                        .count()
                >= 2);
    }

    @Test
    void recordsTheTicksOfAPausedJobAsSkipped() {
        node.deploy(JobDefinitions.sql("beat", "SELECT 1").every(SECOND));
        node.freshet().control().pause("beat", TestNode.TESTER, "month end", null);
        until().until(() ->
                ledger("beat").stream().anyMatch(tick -> "paused by tester: month end".equals(tick.reason())));
        node.freshet().control().resume("beat", TestNode.TESTER, null);
        until().until(() -> outcomes("beat").getLast() == TickOutcome.FIRED);
    }

    @Test
    void accountsForEveryTickThatWasMissed() {
        node.deploy(JobDefinitions.sql("late", "SELECT 1")
                .every(Duration.ofMinutes(1))
                .catchUp(CatchUpPolicy.LATEST, 100));
        node.database().sql().execute("""
            UPDATE freshet.job SET evaluated_until = date_trunc('minute', clock_timestamp()) - interval '2 hours',
                                   next_tick_at = clock_timestamp() - interval '2 hours'
            """);
        node.database().sql().execute("NOTIFY freshet, 'definitions'");
        until().until(() -> ledger("late").size() >= 120);
        assertThat(ledger("late").stream().filter(tick -> tick.outcome() == TickOutcome.FIRED))
                .hasSize(1);
        assertThat(ledger("late")).allSatisfy(tick -> assertThat(tick.runId()).isNotNull());
        assertThat(node.runsOf("late")).hasSize(1);
    }

    @Test
    void firesTheLatestTickAlsoWhenExactlyAsManyWereMissedAsOneEvaluationTakes() {
        node.deploy(JobDefinitions.sql("late", "SELECT 1").every(Duration.ofMinutes(1)));
        miss(1_000);
        until().until(() -> ledger("late").size() >= 1_000);
        assertThat(node.runsOf("late")).hasSize(1);
    }

    @Test
    void catchesUpNoMoreThanTheLimitHoweverManyWereMissed() {
        node.deploy(JobDefinitions.sql("late", "SELECT 1")
                .every(Duration.ofMinutes(1))
                .overlap(OverlapPolicy.ALLOW)
                .catchUp(CatchUpPolicy.ALL, 20));
        miss(2_005);
        until().until(() -> "2005"
                .equals(node.database().sql().query("SELECT count(*)::text FROM freshet.tick WHERE job = 'late'")));
        assertThat(node.database().sql().query("""
            SELECT count(*) FILTER (WHERE reason LIKE 'missed%') || ' from '
                   || (max(scheduled_for) FILTER (WHERE outcome = 'fired') - min(scheduled_for) FILTER (WHERE outcome = 'fired'))
            FROM freshet.tick WHERE outcome = 'fired'
            """)).matches("(19|20) from 00:(19|20):00");
    }

    /** As if no node had looked at the schedule by the minute for so many ticks. */
    private void miss(int ticks) {
        node.database().sql().execute("""
            UPDATE freshet.job SET evaluated_until = date_trunc('minute', clock_timestamp()) - interval '%d minutes',
                                   next_tick_at = clock_timestamp() - interval '1 hour'
            """.formatted(ticks));
        node.database().sql().execute("NOTIFY freshet, 'definitions'");
    }

    @Test
    void firesAJobAfterEachSuccessOfAnother() {
        node.deploy(
                JobDefinitions.sql("load", "SELECT 1 / :divisor::int"),
                JobDefinitions.sql("report", "SELECT 1").after("load"));
        long failed = node.run("load", java.util.Map.of("divisor", 0));
        node.awaitState(failed, RunState.FAILED);
        long succeeded = node.run("load", java.util.Map.of("divisor", 1));
        until().until(() -> node.runsOf("report").stream().anyMatch(run -> run.state() == RunState.SUCCEEDED));
        assertThat(node.runsOf("report")).singleElement().satisfies(run -> {
            assertThat(run.trigger()).isEqualTo(Trigger.DEPENDENCY);
            assertThat(run.upstreamRunId()).isEqualTo(succeeded);
        });
        assertThat(ledger("report")).hasSize(1);
    }

    @Test
    void countsTicksFromTheMomentAScheduleChanged() {
        node.deploy(JobDefinitions.sql("beat", "SELECT 1").every(Duration.ofHours(1)));
        node.deploy(JobDefinitions.sql("beat", "SELECT 1").every(SECOND));
        until().until(() -> ledger("beat").size() >= 2);
        assertThat(ledger("beat")).allSatisfy(tick -> assertThat(tick.outcome()).isEqualTo(TickOutcome.FIRED));
    }

    private List<LedgerTick> ledger(String job) {
        return node.freshet()
                .database()
                .call(session -> node.freshet()
                        .ticks()
                        .list(session, job, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 1_000));
    }

    private List<TickOutcome> outcomes(String job) {
        return ledger(job).stream().map(LedgerTick::outcome).toList();
    }

    private static ConditionFactory until() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
