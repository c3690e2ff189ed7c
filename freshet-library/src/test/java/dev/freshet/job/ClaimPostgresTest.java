// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.Freshet;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.postgres.Database;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which runs are claimed, and what becomes of a claim; no node works, so that each step can be looked at. */
class ClaimPostgresTest {

    private static final RunError ERROR = RunError.of("it broke", null);

    private final FreshetDatabase freshetDatabase = FreshetDatabase.create();
    private final Database database = freshetDatabase.database();
    private final Freshet freshet = Freshet.builder(database).build();
    private final RunStore store = new RunStore();
    private final RunQueries queries = new RunQueries();
    private long node;

    @BeforeEach
    void deploy() {
        TestNode.deploy(freshetDatabase, freshet, JobDefinitions.sql("tidy", "SELECT 1"));
        node = Long.parseLong(Objects.requireNonNull(freshetDatabase.sql().query("""
            INSERT INTO freshet.node (name, version, process_id, leased_until)
            VALUES ('claimer', 'test', 1, clock_timestamp() + interval '1 h') RETURNING id
            """)));
    }

    @AfterEach
    void dropDatabase() {
        freshetDatabase.close();
    }

    @Test
    void claimsWhatAnOperatorAskedForAlthoughOlderRunsWaitForTheEndOfAPause() {
        enqueue();
        freshet.control().pause("tidy", TestNode.TESTER, null, null);
        long asked = runNow();
        assertThat(claimed()).containsExactly(asked);
    }

    @Test
    void claimsWhatWaitedOnceAPauseEndsByItself() {
        long waiting = enqueue();
        freshet.control().pause("tidy", TestNode.TESTER, null, null);
        assertThat(claimed()).isEmpty();
        freshetDatabase.sql().execute("UPDATE freshet.job SET paused_until = clock_timestamp()");
        assertThat(claimed()).containsExactly(waiting);
    }

    @Test
    void claimsTheMoreUrgentRunOfAJobFirst() {
        runNow();
        long urgent = runNow();
        freshetDatabase.sql().execute("UPDATE freshet.run SET priority = 5 WHERE id = " + urgent);
        assertThat(claimed()).containsExactly(urgent);
    }

    @Test
    void claimsOneRunAtATimeOfAnExclusiveJobInTheirOrder() {
        long first = runNow();
        runNow();
        assertThat(claimed()).containsExactly(first);
        assertThat(claimed()).isEmpty();
    }

    @Test
    void claimsNothingForANodeWhoseLeaseRanOut() {
        runNow();
        freshetDatabase.sql().execute("UPDATE freshet.node SET leased_until = clock_timestamp() - interval '1 ms'");
        assertThat(claimed()).isEmpty();
    }

    @Test
    void cancelsARunThatFailsAfterItWasAskedToBeCancelledInsteadOfTryingItAgain() {
        RunStore.Claim claim = claim();
        freshet.control().cancel(claim.runId(), TestNode.TESTER, null);
        boolean recorded =
                database.call(session -> store.retry(session, claim.attemptId(), ERROR, Duration.ofMinutes(10)));
        assertThat(recorded).isTrue();
        assertThat(state(claim.runId())).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void cancelsARunThatIsLostAfterItWasAskedToBeCancelled() {
        RunStore.Claim claim = claim();
        freshet.control().cancel(claim.runId(), TestNode.TESTER, null);
        database.run(session -> {
            store.markAttemptLost(session, claim.attemptId(), ERROR);
            store.requeueLost(session, claim, ERROR);
        });
        assertThat(state(claim.runId())).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void refusesEveryWriteOfAnAttemptThatIsNotInChargeAnyMore() {
        RunStore.Claim claim = claim();
        database.run(session -> store.markAttemptLost(session, claim.attemptId(), ERROR));
        database.run(session -> {
            assertThat(store.succeed(session, claim.attemptId(), 1L)).isFalse();
            assertThat(store.end(session, claim.attemptId(), RunState.FAILED, ERROR))
                    .isFalse();
            assertThat(store.retry(session, claim.attemptId(), ERROR, Duration.ZERO))
                    .isFalse();
            assertThat(store.enter(session, claim.attemptId(), node)).isFalse();
        });
        assertThat(state(claim.runId())).isEqualTo(RunState.RUNNING);
    }

    @Test
    void claimsTheFirstInLineOfEachJobThatExcludesItself() {
        TestNode.deploy(
                freshetDatabase,
                freshet,
                JobDefinitions.sql("tidy", "SELECT 1"),
                JobDefinitions.sql("mail", "SELECT 1"));
        List<Long> first = List.of(runNow(), run("mail"));
        runNow();
        run("mail");
        assertThat(claimed()).containsExactlyElementsOf(first);
    }

    @Test
    void claimsBeyondTheFreeSlotsOnlyRunsOfQuickJobs() {
        TestNode.deploy(
                freshetDatabase,
                freshet,
                JobDefinitions.sql("tidy", "SELECT 1").overlap(OverlapPolicy.ALLOW),
                JobDefinitions.sql("mail", "SELECT 1").overlap(OverlapPolicy.ALLOW));
        List<Long> tidy = List.of(runNow(), runNow(), runNow());
        List<Long> mail = List.of(run("mail"), run("mail"), run("mail"));
        assertThat(claimRuns(1, 5, Set.of("mail")).stream().map(Run::id))
                .containsExactly(tidy.get(0), mail.get(0), mail.get(1));
    }

    @Test
    void givesBackWhatItClaimedAsIfItNeverHad() {
        RunStore.Claim claim = claim();
        assertThat(givesBack(claim)).isTrue();
        Run back =
                database.call(session -> queries.find(session, claim.runId())).orElseThrow();
        assertThat(back.state()).isEqualTo(RunState.QUEUED);
        assertThat(back.attempt()).isZero();
        assertThat(back.startedAt()).isNull();
        List<Attempt> attempts = database.call(session -> queries.listAttempts(session, claim.runId()));
        assertThat(attempts).isEmpty();
        assertThat(claimed()).containsExactly(claim.runId());
    }

    @Test
    void givesNothingBackThatWasAskedToBeCancelled() {
        RunStore.Claim claim = claim();
        freshet.control().cancel(claim.runId(), TestNode.TESTER, null);
        assertThat(givesBack(claim)).isFalse();
        assertThat(state(claim.runId())).isEqualTo(RunState.RUNNING);
    }

    @Test
    void holdsNothingBackWhereRunsOfTheJobMayOverlap() {
        TestNode.deploy(
                freshetDatabase, freshet, JobDefinitions.sql("tidy", "SELECT 1").overlap(OverlapPolicy.ALLOW));
        RunStore.Claim running = claim();
        freshetDatabase.sql().execute("""
            INSERT INTO freshet.run (job, trigger, actor, exclusive) VALUES ('tidy', 'schedule', 'schedule', false)
            """);
        freshet.control().cancel(running.runId(), TestNode.TESTER, null);
        assertThat(claimed()).hasSize(1);
    }

    @Test
    void opensNoSessionForARunThatWasAskedToEnd() {
        RunStore.Claim claim = claim();
        RunExecution execution = execution(claim);
        execution.requestEnd(RunExecution.End.CANCEL);
        org.assertj.core.api.Assertions.assertThatThrownBy(execution::session).hasMessageContaining("asked to");
    }

    @Test
    void cancelsAlsoTheStatementThatBeginsAfterTheCancelWasAskedFor() {
        RunExecution execution = execution(claim());
        RunExecutions executions = new RunExecutions(new BackendEnder(database, store));
        executions.add(execution);
        execution.session();
        executions.end(execution.attemptId(), RunExecution.End.CANCEL);
        // The first cancel met an idle session; the statement begins later.
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        long begun = System.nanoTime();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> execution.session().execute("SELECT pg_sleep(60)"))
                .hasMessageContaining("57014");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        executions.remove(execution);
        execution.closeSessions(false);
    }

    private RunExecution execution(RunStore.Claim claim) {
        Run run = database.call(session -> queries.find(session, claim.runId())).orElseThrow();
        BufferedRunLog log =
                new BufferedRunLog(new LogStore(), java.time.InstantSource.system(), run, claim.attemptId());
        return new RunExecution(
                database,
                store,
                List.of(),
                RunReview.NONE,
                run,
                JobDefinitions.sql("tidy", "SELECT 1").definition(),
                claim.attemptId(),
                node,
                log);
    }

    private boolean givesBack(RunStore.Claim claim) {
        return database.call(session -> new RunBatchStore().giveBack(session, claim.attemptId()));
    }

    private RunStore.Claim claim() {
        runNow();
        Run run = claimRuns(1, 1, Set.of()).get(0);
        return new RunStore.Claim(run.id(), Objects.requireNonNull(run.attemptId()));
    }

    private List<Run> claimRuns(int free, int limit, Set<String> quick) {
        return database
                .transaction(
                        RunBatchStore.BY_INDEX,
                        session -> new RunBatchStore().claim(session, node, free, limit, quick, Set.of()))
                .stream()
                .map(RunBatchStore.ClaimedRun::run)
                .toList();
    }

    private List<Long> claimed() {
        return claimRuns(10, 10, Set.of()).stream().map(Run::id).toList();
    }

    private RunState state(long run) {
        return database.call(session -> queries.find(session, run))
                .orElseThrow()
                .state();
    }

    private long runNow() {
        return run("tidy");
    }

    private long run(String job) {
        return freshet.control().runNow(job, Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
    }

    private long enqueue() {
        return Long.parseLong(
                Objects.requireNonNull(freshetDatabase.sql().query("SELECT freshet.enqueue('tidy')::text")));
    }
}
