// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.RefreshMode;
import dev.freshet.job.RunOutcome;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefreshProcedurePostgresTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final RefreshFixture fixture = new RefreshFixture();

    @AfterEach
    void dropDatabase() {
        fixture.close();
    }

    @Test
    void refreshesAGroupWithoutTheServiceAndWritesTheSameAudit() throws Exception {
        fixture.withSevenViews();
        fixture.deployGroup("audience", RefreshFixture.SEVEN, "concurrently");
        fixture.execute("DELETE FROM event WHERE user_id = 3");
        assertThat(fixture.callProcedure("audience").get()).isEqualTo("done");
        assertThat(fixture.query("SELECT count(*) FROM freshet.materialized_view_refreshes WHERE status = 'success' AND"
                        + " mode = 'concurrently' AND row_count = 4 AND as_of BETWEEN started_at AND"
                        + " completed_at AND group_name = 'audience'"))
                .isEqualTo("7");
    }

    @Test
    void failsAtTheEndNamingTheViewAndItsDdlWhileTheOthersAreCommitted() throws Exception {
        fixture.withSevenViews();
        fixture.deployGroup("audience", RefreshFixture.SEVEN, "concurrently");
        fixture.execute("DROP INDEX landing_key");
        assertThat(fixture.callProcedure("audience").get())
                .contains("1 of 7 views failed: landing")
                .contains("CREATE UNIQUE INDEX CONCURRENTLY ON public.landing");
        assertThat(fixture.query("SELECT count(*) FROM freshet.materialized_view_refreshes WHERE status = 'success'"))
                .isEqualTo("6");
        Refresh failed = fixture.last("landing");
        assertThat(failed.status()).isEqualTo(RefreshStatus.FAILED);
        assertThat(failed.errorMessage()).contains("CREATE UNIQUE INDEX");
    }

    @Test
    void blocksWithAWarningWhereItMay() throws Exception {
        fixture.withSevenViews();
        fixture.deployGroup("audience", "landing", "auto");
        fixture.execute("DROP INDEX landing_key; REFRESH MATERIALIZED VIEW landing WITH NO DATA");
        assertThat(fixture.callProcedure("audience").get()).isEqualTo("done");
        Refresh refresh = fixture.last("landing");
        assertThat(refresh.mode()).isEqualTo("blocking");
        assertThat(refresh.modeReason()).isEqualTo("it has never been filled");
        assertThat(refresh.warnings()).singleElement().asString().startsWith("readers waited");
    }

    @Test
    void goesInDependencyOrderThroughPlainViews() throws Exception {
        fixture.execute("""
            CREATE TABLE event (id int);
            CREATE MATERIALIZED VIEW base AS SELECT count(*) AS events FROM event;
            CREATE VIEW between_them AS SELECT events FROM base;
            CREATE MATERIALIZED VIEW top AS SELECT events FROM between_them;
            INSERT INTO event VALUES (1);
            """);
        fixture.deployGroup("chain", "top,base,missing", "auto");
        assertThat(fixture.callProcedure("chain").get()).isEqualTo("done");
        assertThat(fixture.query("SELECT events FROM top")).isEqualTo("1");
        assertThat(fixture.last("missing").status()).isEqualTo(RefreshStatus.SKIPPED);
    }

    @Test
    void excludesTheServiceAndIsExcludedByIt() throws Exception {
        slowView();
        CompletableFuture<String> procedure = fixture.callProcedure("slow-group");
        Refresh running = awaitRunning();
        assertThat(running.runId()).isNull();
        assertThat(fixture.refresh("slow")).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.last("slow").errorMessage()).contains("freshet.refresh_group / pid " + running.backendPid());
        cancel(running);
        assertThat(procedure.get()).contains("was cancelled");

        RefreshRun run = fixture.run("slow");
        CompletableFuture<RunOutcome> service =
                CompletableFuture.supplyAsync(() -> fixture.handler().run(run));
        Refresh ofService = awaitRunning();
        assertThat(fixture.callProcedure("slow-group").get()).isEqualTo("done");
        assertThat(fixture.last("slow").errorMessage())
                .contains("(run " + run.run().id() + ", pid " + ofService.backendPid() + ")");
        cancel(ofService);
        assertThat(service.get()).isInstanceOf(RunOutcome.Failed.class);
    }

    @Test
    void closesTheRowOfACancelledCallAndTheNextCallThatOfAKilledOne() throws Exception {
        slowView();
        CompletableFuture<String> cancelled = fixture.callProcedure("slow-group");
        cancel(awaitRunning());
        assertThat(cancelled.get()).contains("was cancelled at view slow");
        assertThat(fixture.last("slow").status()).isEqualTo(RefreshStatus.FAILED);

        CompletableFuture<String> killed = fixture.callProcedure("slow-group");
        fixture.query("SELECT pg_terminate_backend(" + awaitRunning().backendPid() + ")");
        killed.get();
        assertThat(fixture.last("slow").status()).isEqualTo(RefreshStatus.RUNNING);
        assertThat(fixture.freshet().database().<Long>call(session -> new RefreshStore().closeAbandoned(session)))
                .isEqualTo(1);
        assertThat(fixture.last("slow").status()).isEqualTo(RefreshStatus.LOST);
    }

    @Test
    void givesUpItsLockAndTriesAgain() throws Exception {
        fixture.withSevenViews();
        fixture.deployGroup("audience", "landing,types", "blocking");
        try (Connection reader = fixture.freshet().sql().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM landing");
            assertThat(fixture.callProcedure("audience").get()).contains("could not be locked in 3 tries of 100 ms");
        }
        assertThat(fixture.last("landing").lockWaits()).isEqualTo(3);
        assertThat(fixture.last("landing").error())
                .satisfies(error -> assertThat(error).isNotNull());
        assertThat(fixture.last("types").status()).isEqualTo(RefreshStatus.SUCCESS);
    }

    @Test
    void refusesAGroupThatDoesNotExist() throws Exception {
        assertThat(fixture.callProcedure("nobody").get()).contains("there is no group named \"nobody\"");
    }

    private void slowView() {
        fixture.execute("CREATE TABLE delay (seconds int); INSERT INTO delay VALUES (0);"
                + "CREATE MATERIALIZED VIEW slow AS SELECT seconds FROM delay WHERE pg_sleep(seconds) IS NOT NULL;"
                + "UPDATE delay SET seconds = 60");
        fixture.define("slow", RefreshMode.BLOCKING);
        fixture.deployGroup("slow-group", "slow", "blocking");
    }

    private Refresh awaitRunning() {
        await().atMost(SOON)
                .until(() -> !fixture.freshet()
                        .sql()
                        .queryAll("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname ="
                                + " current_database()")
                        .isEmpty());
        List<Refresh> running = fixture.freshet()
                .database()
                .call(session -> new RefreshStore().list(session, "slow", RefreshStatus.RUNNING, null, null, 10));
        assertThat(running).hasSize(1);
        return running.get(0);
    }

    private void cancel(Refresh refresh) {
        fixture.query("SELECT pg_cancel_backend(" + refresh.backendPid() + ")");
    }
}
