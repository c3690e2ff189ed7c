// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.error.FreshetException;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stopping, resuming and restarting runs, and nodes that leave while runs work. */
class RunStopPostgresTest {

    private static final String ITEMS = "SELECT i AS key FROM generate_series(1, 20) i";
    /** Items wait for the gate, except the first few. */
    private static final String GATED = """
        INSERT INTO done (item, run) VALUES (:key, :run_id);
        DO $$ BEGIN WHILE NOT (SELECT open FROM gate) AND (SELECT count(*) FROM done) > 3 LOOP
          PERFORM pg_sleep(0.01); END LOOP; END $$
        """;

    private final FreshetDatabase database = FreshetDatabase.create();
    private final CountDownLatch begun = new CountDownLatch(1);
    private Freshet freshet = node();

    @BeforeEach
    void start() {
        database.sql().execute("CREATE TABLE done (item text PRIMARY KEY, run text)");
        database.sql().execute("CREATE TABLE gate AS SELECT false AS open");
        freshet.start();
    }

    @AfterEach
    void close() {
        freshet.close();
        database.close();
    }

    private Freshet node() {
        return Freshet.builder(database.database())
                .nodeName("first")
                .drain(Duration.ofSeconds(3))
                .handler("count", this::count)
                .handler("stubborn", context -> {
                    begun.countDown();
                    context.session().execute("SELECT pg_sleep(60)");
                    return new RunOutcome.Succeeded(null, false);
                })
                .build();
    }

    /** Counts to ten, a transaction for each number, and waits at five until it is asked to stop or the gate is open. */
    private RunOutcome count(RunContext context) {
        String saved = context.checkpoint();
        int number = saved == null ? 0 : Integer.parseInt(saved);
        while (number < 10) {
            if (context.isStopRequested()) {
                return new RunOutcome.Stopped();
            }
            if (number < 5 || isGateOpen()) {
                number++;
                context.session().begin();
                context.session()
                        .query("INSERT INTO done VALUES (:item, :run)")
                        .bind("item", "n" + number)
                        .bind("run", context.run().id())
                        .execute();
                context.saveCheckpoint(context.session(), Integer.toString(number));
                context.session().commit();
            } else {
                begun.countDown();
                context.session().execute("SELECT pg_sleep(0.01)");
            }
        }
        return new RunOutcome.Succeeded(10L, false);
    }

    @Test
    void endsAnItemsRunAfterTheItemsInHandAndResumesItWithTheRest() {
        deploy(items(2));
        long run = runWithItemsInHand();

        freshet.control().stop(run, TestNode.TESTER, "maintenance");
        assertThat(find(run).state()).isEqualTo(RunState.STOPPING);
        openGate();
        Run stopped = awaitState(run, RunState.STOPPED);

        assertThat(stopped.stopRequestedBy()).isEqualTo("tester");
        long done = count("done");
        assertThat(done).isBetween(3L, 6L);
        long resumed = freshet.control().resumeRun(run, TestNode.TESTER, "goes on");
        Run second = awaitState(resumed, RunState.SUCCEEDED);
        assertThat(second.resumesRunId()).isEqualTo(run);
        assertThat(second.itemRunId()).isEqualTo(run);
        assertThat(second.logicalTime()).isEqualTo(stopped.logicalTime());
        assertThat(count("done")).isEqualTo(20);
        assertThat(count("done WHERE run = '" + run + "'")).isEqualTo(done);
        assertThat(audited()).endsWith("stop resume");
    }

    @Test
    void succeedsWhenTheStopComesWithTheLastItem() {
        deploy(JobDefinitions.items("work", "SELECT 'only' AS key", GATED.replace("> 3", "> 0"), 1));
        long run = queue("work");
        await().until(() -> !database.sql()
                .queryAll("SELECT 1 FROM pg_stat_activity WHERE application_name = 'freshet run " + run
                        + "' AND query LIKE '%gate%'")
                .isEmpty());
        freshet.control().stop(run, TestNode.TESTER, null);
        openGate();
        awaitState(run, RunState.SUCCEEDED);
    }

    @Test
    void cancelsARunThatIsStopping() {
        deploy(items(2));
        long run = runWithItemsInHand();
        freshet.control().stop(run, TestNode.TESTER, null);
        freshet.control().cancel(run, TestNode.TESTER, "no patience");
        awaitState(run, RunState.CANCELLED);
        long done = count("done");
        openGate();
        long resumed = freshet.control().resumeRun(run, TestNode.TESTER, null);
        awaitState(resumed, RunState.SUCCEEDED);
        assertThat(count("done")).isEqualTo(20);
        assertThat(done).isLessThan(20);
    }

    @Test
    void stopsAQueuedRunAtOnceAndResumesItFromTheStart() {
        deploy(items(2).overlap(OverlapPolicy.COALESCE));
        long first = runWithItemsInHand();
        long second = queue("work");
        freshet.control().stop(second, TestNode.TESTER, null);
        assertThat(find(second).state()).isEqualTo(RunState.STOPPED);
        freshet.control().cancel(first, TestNode.TESTER, null);
        awaitState(first, RunState.CANCELLED);
        openGate();
        database.sql().execute("TRUNCATE done");
        long resumed = freshet.control().resumeRun(second, TestNode.TESTER, null);
        assertThat(awaitState(resumed, RunState.SUCCEEDED).itemRunId()).isEqualTo(resumed);
        assertThat(count("done")).isEqualTo(20);
    }

    @Test
    void resumesOnceWhenTwoAskAtTheSameMoment() throws Exception {
        deploy(items(2));
        long run = runWithItemsInHand();
        freshet.control().stop(run, TestNode.TESTER, null);
        openGate();
        awaitState(run, RunState.STOPPED);
        int refused = 0;
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<Long>> asked = List.of(
                    two.submit(() -> freshet.control().resumeRun(run, TestNode.TESTER, null)),
                    two.submit(() -> freshet.control().resumeRun(run, TestNode.TESTER, null)));
            for (Future<Long> one : asked) {
                try {
                    one.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(FreshetException.class);
                    refused++;
                }
            }
        }
        assertThat(refused).isEqualTo(1);
        assertThat(count("freshet.run WHERE resumes_run_id = " + run)).isEqualTo(1);
        await().until(() -> count("done") == 20);
    }

    @Test
    void holdsTheFollowUpOfAStoppedRun() {
        deploy(items(2).every(Duration.ofSeconds(1)));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> count("freshet.run_active WHERE state IN ('running', 'queued')") == 2);
        long run = Long.parseLong(Objects.requireNonNull(
                database.sql().query("SELECT id FROM freshet.run_active WHERE state = 'running'")));
        freshet.control().pause("work", TestNode.TESTER, null, null);
        // A tick from before the pause would release what is held.
        await().until(() -> count("freshet.job WHERE evaluated_until > paused_at") == 1);
        freshet.control().stop(run, TestNode.TESTER, null);
        openGate();
        awaitState(run, RunState.STOPPED);
        assertThat(database.sql().query("SELECT held_because FROM freshet.run_active WHERE state = 'queued'"))
                .isEqualTo("run " + run + " was stopped by tester");
    }

    @Test
    void refusesToStopWhatHasNoCheckpointAndNamesCancel() {
        deploy(JobDefinitions.sql("nap", "SELECT pg_sleep(60)"));
        long run = queue("nap");
        awaitState(run, RunState.RUNNING);
        assertThatThrownBy(() -> freshet.control().stop(run, TestNode.TESTER, null))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("type sql has no checkpoint")
                .hasMessageContaining("freshet cancel " + run);
        freshet.control().cancel(run, TestNode.TESTER, null);
        awaitState(run, RunState.CANCELLED);
        assertThatThrownBy(() -> freshet.control().resumeRun(run, TestNode.TESTER, null))
                .hasMessageContaining("left nothing to go on from");
        assertThatThrownBy(() -> freshet.control().stop(run, TestNode.TESTER, null))
                .hasMessageContaining("cannot be");
    }

    @Test
    void goesOnFromTheCheckpointThatAJavaHandlerSaved() throws Exception {
        deploy(java("count"));
        long run = queue("work");
        begun.await();
        freshet.control().stop(run, TestNode.TESTER, null);
        awaitState(run, RunState.STOPPED);
        openGate();
        awaitState(freshet.control().resumeRun(run, TestNode.TESTER, null), RunState.SUCCEEDED);
        assertThat(count("done")).isEqualTo(10);
        assertThat(count("done WHERE run = '" + run + "'")).isEqualTo(5);
        // From the start, so that it finds its own rows in the way.
        awaitState(freshet.control().restart(run, TestNode.TESTER, null), RunState.FAILED);
    }

    @Test
    void queuesTheSameRunAgainWhenItsNodeLeavesAtACheckpoint() throws Exception {
        deploy(java("count"));
        long run = queue("work");
        begun.await();
        freshet.close();
        Run left = find(run);
        assertThat(left.state()).isEqualTo(RunState.QUEUED);
        assertThat(Objects.requireNonNull(left.error()).message())
                .isEqualTo("Node first was shut down; attempt 1 stopped at a checkpoint");
        openGate();
        freshet = node();
        freshet.start();
        Run ended = awaitState(run, RunState.SUCCEEDED);
        assertThat(ended.attempt()).isEqualTo(2);
        assertThat(count("done")).isEqualTo(10);
        assertThat(attempts(run)).containsExactly("stopped", "succeeded");
    }

    @Test
    void saysThatTheNodeWasShutDownWhenTheWorkCouldNotStop() throws Exception {
        deploy(java("stubborn"));
        long run = queue("work");
        begun.await();
        freshet.close();
        Run left = find(run);
        assertThat(left.state()).isEqualTo(RunState.LOST);
        assertThat(Objects.requireNonNull(left.error()).message())
                .isEqualTo("Node first was shut down; attempt 1 ended in the middle of its work");
        assertThat(count("pg_stat_activity WHERE application_name = 'freshet run " + run + "'"))
                .isZero();
    }

    @Test
    void queuesWhatCouldNotStopAgainWhereItsRetriesAllowIt() throws Exception {
        deploy(java("stubborn").retries(1, "lost"));
        long run = queue("work");
        begun.await();
        freshet.close();
        assertThat(find(run).state()).isEqualTo(RunState.QUEUED);
        assertThat(attempts(run)).containsExactly("lost");
    }

    private static JobDefinitions items(int concurrency) {
        return JobDefinitions.items("work", ITEMS, GATED, concurrency);
    }

    private static JobDefinitions java(String handler) {
        return JobDefinitions.sql("work", "").spec(new JobSpec.Java(handler));
    }

    private long runWithItemsInHand() {
        long run = queue("work");
        await().atMost(Duration.ofSeconds(20)).until(() -> count("done") >= 3);
        return run;
    }

    private void deploy(JobDefinitions job) {
        TestNode.deploy(database, freshet, job);
    }

    private long queue(String job) {
        return freshet.control().runNow(job, Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
    }

    private void openGate() {
        database.sql().execute("UPDATE gate SET open = true");
    }

    private boolean isGateOpen() {
        return "t".equals(database.sql().query("SELECT open FROM gate"));
    }

    private long count(String rows) {
        return Long.parseLong(Objects.requireNonNull(database.sql().query("SELECT count(*) FROM " + rows)));
    }

    private String audited() {
        return String.valueOf(database.sql().query("SELECT string_agg(action, ' ' ORDER BY id) FROM freshet.audit"));
    }

    private List<String> attempts(long run) {
        return database.database().call(session -> freshet.runs().listAttempts(session, run)).stream()
                .map(Attempt::state)
                .toList();
    }

    private Run find(long run) {
        return database.database()
                .call(session -> freshet.runs().find(session, run))
                .orElseThrow();
    }

    private Run awaitState(long run, RunState state) {
        return await("run " + run + " " + state)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> find(run), found -> found.state() == state);
    }
}
