// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.RefreshMode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefreshPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final RefreshFixture fixture = new RefreshFixture().withPerUser();

    @AfterEach
    void dropDatabase() {
        fixture.close();
    }

    @Test
    void leavesTheViewEqualToItsQueryAndSaysSoInTheAudit() {
        fixture.execute("DELETE FROM event WHERE user_id = 3; UPDATE event SET seconds = 0 WHERE user_id = 1");
        String before = fixture.query("SELECT clock_timestamp()");
        assertThat(fixture.refresh("per_user")).isEqualTo(new RunOutcome.Succeeded(null, false));

        assertThat(fixture.query("""
            SELECT count(*) FROM ((TABLE per_user EXCEPT ALL SELECT user_id, count(*), sum(seconds) FROM event GROUP BY 1)
              UNION ALL (SELECT user_id, count(*), sum(seconds) FROM event GROUP BY 1 EXCEPT ALL TABLE per_user)) difference
            """)).isEqualTo("0");
        Refresh refresh = fixture.last("per_user");
        assertThat(refresh.status()).isEqualTo(RefreshStatus.SUCCESS);
        assertThat(refresh.rowCount()).isEqualTo(4);
        assertThat(refresh.mode()).isEqualTo("concurrently");
        assertThat(refresh.group()).isEqualTo("audience");
        assertThat(refresh.backendPid()).isPositive();
        assertThat(fixture.query("SELECT as_of BETWEEN '" + before + "' AND completed_at AND as_of >= started_at"
                        + " AND duration_ms >= 0 FROM freshet.materialized_view_refreshes"))
                .isEqualTo("t");
        assertNoLockIsLeft();
    }

    @Test
    void showsTheRowWhileTheRefreshRuns() throws Exception {
        slowView("pg_sleep(60)");
        RefreshRun run = fixture.run("slow");
        CompletableFuture<RunOutcome> outcome = start(run);
        Refresh running = awaitRunning("slow");
        assertThat(running.runId()).isEqualTo(run.run().id());
        assertThat(running.mode()).isEqualTo("blocking");
        terminate(running);
        outcome.get();
    }

    @Test
    void fallsBackToBlockingWithAWarningWhereItMay() {
        fixture.execute("DROP INDEX per_user_key");
        assertThat(fixture.refresh("per_user")).isInstanceOf(RunOutcome.Succeeded.class);
        Refresh refresh = fixture.last("per_user");
        assertThat(refresh.mode()).isEqualTo("blocking");
        assertThat(refresh.modeReason()).contains("no unique index");
        assertThat(refresh.warnings()).singleElement().asString().contains("CREATE UNIQUE INDEX CONCURRENTLY");
    }

    @Test
    void blocksWhereDeclared() {
        fixture.define("per_user", RefreshMode.BLOCKING);
        fixture.refresh("per_user");
        assertThat(fixture.last("per_user").mode()).isEqualTo("blocking");
        assertThat(fixture.last("per_user").warnings()).isEmpty();
    }

    @Test
    void givesUpItsLockSoonSoThatReadersNeverWaitLong() throws Exception {
        fixture.define("per_user", RefreshMode.BLOCKING, Duration.ofMillis(200), 100);
        try (Connection reader = fixture.freshet().sql().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM per_user");
            RefreshRun run = fixture.run("per_user");
            CompletableFuture<RunOutcome> outcome = start(run);
            await().atMost(SOON)
                    .until(() -> run.lines().stream()
                            .anyMatch(line -> line.contains("gave up") && line.contains("idle in transaction")));
            // The convoy: others read on while the refresh keeps trying; each waits for one try at the most.
            for (int i = 0; i < 10; i++) {
                fixture.execute("SET statement_timeout = '5s'; SELECT * FROM per_user");
            }
            assertThat(fixture.last("per_user").lockWaits()).isPositive();
            assertThat(outcome).isNotDone();
            reader.commit();
            assertThat(outcome.get()).isInstanceOf(RunOutcome.Succeeded.class);
        }
        assertThat(fixture.last("per_user").lockWaits()).isPositive();
    }

    @Test
    void namesWhoIsInTheWayWhenItFinallyFails() throws Exception {
        fixture.define("per_user", RefreshMode.CONCURRENTLY, Duration.ofMillis(400), 1);
        try (Connection other = fixture.freshet().sql().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE");
            RunError error = fixture.failure("per_user");
            assertThat(error.sqlState()).isEqualTo("55P03");
            assertThat(error.message())
                    .contains("try 2 of 2")
                    .contains("user postgres")
                    .contains("LOCK TABLE event");
        }
        assertThat(fixture.last("per_user").status()).isEqualTo(RefreshStatus.FAILED);
        assertThat(fixture.last("per_user").lockWaits()).isEqualTo(2);
    }

    @Test
    void mergesIntoARefreshThatRuns() throws Exception {
        slowView("pg_sleep(60)");
        RefreshRun first = fixture.run("slow");
        CompletableFuture<RunOutcome> outcome = start(first);
        Refresh running = awaitRunning("slow");

        assertThat(fixture.refresh("slow")).isInstanceOf(RunOutcome.Succeeded.class);
        Refresh merged = fixture.last("slow");
        assertThat(merged.status()).isEqualTo(RefreshStatus.SKIPPED);
        assertThat(merged.errorMessage())
                .startsWith("merged into the refresh running since " + running.startedAt())
                .contains("run " + first.run().id() + " / pid " + running.backendPid());
        terminate(running);
        outcome.get();
    }

    @Test
    void isLostWhenItsBackendIsKilledAndTheViewStaysWhole() throws Exception {
        slowView("pg_sleep(60)");
        RefreshRun run = fixture.run("slow", "per_user");
        CompletableFuture<RunOutcome> outcome = start(run);
        terminate(awaitRunning("slow"));

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        RunOutcome.Failed.class,
                        failed -> assertThat(failed.error().sqlState()).isEqualTo("57P01"));
        assertThat(fixture.last("slow").status()).isEqualTo(RefreshStatus.LOST);
        assertThat(fixture.last("per_user").status()).isEqualTo(RefreshStatus.SUCCESS);
        assertNoLockIsLeft();
    }

    @Test
    void lettingACancelPassClosesTheRow() throws Exception {
        slowView("pg_sleep(60)");
        RefreshRun run = fixture.run("slow");
        CompletableFuture<RunOutcome> outcome = start(run);
        Refresh running = awaitRunning("slow");
        run.requestCancel();
        fixture.query("SELECT pg_cancel_backend(" + running.backendPid() + ")");
        assertThatThrownBy(outcome::get).hasMessageContaining("57014");
        assertThat(fixture.last("slow").status()).isEqualTo(RefreshStatus.FAILED);
        assertThat(fixture.last("slow").errorMessage()).startsWith("the run was cancelled");
    }

    @Test
    void closesWhatALostAttemptLeftAndTheNextOneRefreshesOnlyTheRest() throws Exception {
        slowView("pg_sleep(60)");
        RefreshRun first = fixture.run("per_user", "slow");
        CompletableFuture<RunOutcome> outcome = start(first);
        Refresh running = awaitRunning("slow");
        await().atMost(SOON).until(() -> fixture.last("per_user").status() == RefreshStatus.SUCCESS);

        RefreshRun second = first.nextAttempt();
        fixture.freshet()
                .database()
                .run(session ->
                        fixture.handler().attemptLost(session, first.run().id(), first.attemptId(), "node test died"));
        assertThat(fixture.last("slow").status()).isEqualTo(RefreshStatus.LOST);
        assertThat(fixture.last("slow").errorMessage()).isEqualTo("node test died");
        terminate(running);
        assertThatThrownBy(outcome::get)
                .hasCauseInstanceOf(FreshetException.class)
                .hasMessageContaining("in charge");
        assertThat(fixture.last("slow").errorMessage()).isEqualTo("node test died");

        fixture.execute("UPDATE delay SET seconds = 0");
        assertThat(fixture.handler().run(second)).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.last("slow").attemptId()).isEqualTo(second.attemptId());
        assertThat(fixture.last("slow").status()).isEqualTo(RefreshStatus.SUCCESS);
        assertThat(fixture.last("per_user").attemptId()).isEqualTo(first.attemptId());
    }

    @Test
    void opensNoRowForAnAttemptThatIsNoLongerInCharge() {
        RefreshRun late = fixture.run("per_user");
        late.nextAttempt();
        assertThatThrownBy(() -> fixture.handler().run(late)).hasMessageContaining("no longer in charge");
        assertThat(fixture.query("SELECT count(*) FROM freshet.materialized_view_refreshes"))
                .isEqualTo("0");
    }

    @Test
    void closesWhatAnEndedAttemptForgotWhenTheNextRefreshBegins() {
        RefreshRun forgetful = fixture.run("per_user");
        fixture.query("SELECT freshet.start_refresh('per_user', NULL, %d, %d, 1, 1)"
                .formatted(forgetful.run().id(), forgetful.attemptId()));
        fixture.refresh("per_user");
        assertThat(running()).isEqualTo("1");
        forgetful.nextAttempt();
        fixture.refresh("per_user");
        assertThat(running()).isEqualTo("0");
    }

    @Test
    void keepsRowsOfTheViewOutOfTheLog() {
        fixture.execute("""
            CREATE TABLE secret (id int, word text); INSERT INTO secret VALUES (1, 'hunter2');
            CREATE MATERIALIZED VIEW secrets AS SELECT id, word FROM secret; CREATE UNIQUE INDEX ON secrets (id);
            INSERT INTO secret VALUES (1, 'hunter2');
            """);
        RefreshRun run = fixture.run("secrets");
        fixture.handler().run(run);
        assertThat(run.lines().toString()).contains("duplicate rows").doesNotContain("hunter2");
        assertThat(fixture.query("SELECT error::text FROM freshet.materialized_view_refreshes"))
                .contains("21000")
                .doesNotContain("hunter2");
    }

    @Test
    void putsNoticesOfTheRefreshIntoTheLog() {
        fixture.execute("""
            CREATE FUNCTION telling(i int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'told %', i; RETURN i; END $$;
            CREATE MATERIALIZED VIEW told AS SELECT telling(7) AS i
            """);
        RefreshRun run = fixture.run("told");
        fixture.handler().run(run);
        assertThat(run.lines()).contains("notice told: told 7");
    }

    private String running() {
        return fixture.query("SELECT count(*) FROM freshet.materialized_view_refreshes WHERE status = 'running'");
    }

    private void slowView(String sleep) {
        fixture.execute("CREATE TABLE delay (seconds int); INSERT INTO delay VALUES (0);"
                + "CREATE MATERIALIZED VIEW slow AS SELECT seconds FROM delay WHERE " + sleep.replace("60", "seconds")
                + " IS NOT NULL; UPDATE delay SET seconds = 60");
        fixture.define("slow", RefreshMode.BLOCKING);
    }

    private CompletableFuture<RunOutcome> start(RefreshRun run) {
        return CompletableFuture.supplyAsync(() -> fixture.handler().run(run));
    }

    private Refresh awaitRunning(String view) {
        await().atMost(SOON)
                .until(() -> !fixture.freshet()
                        .sql()
                        .queryAll("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'REFRESH%"
                                + view + "'")
                        .isEmpty());
        List<Refresh> running = fixture.freshet()
                .database()
                .call(session -> new RefreshStore().list(session, view, RefreshStatus.RUNNING, null, null, 10));
        assertThat(running).hasSize(1);
        return running.get(0);
    }

    private void terminate(Refresh refresh) {
        fixture.query("SELECT pg_terminate_backend(" + Objects.requireNonNull(refresh.backendPid()) + ")");
    }

    private void assertNoLockIsLeft() {
        assertThat(fixture.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEqualTo("0");
    }
}
