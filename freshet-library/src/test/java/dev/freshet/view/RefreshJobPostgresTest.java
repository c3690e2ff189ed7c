// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.JobSpec;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshJobPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestNode node = TestNode.started();

    @BeforeEach
    void createViews() {
        node.database().sql().execute("""
            CREATE TABLE delay (seconds int); INSERT INTO delay VALUES (0);
            CREATE MATERIALIZED VIEW quick AS SELECT 1 AS key; CREATE UNIQUE INDEX ON quick (key);
            CREATE MATERIALIZED VIEW slow AS SELECT seconds FROM delay WHERE pg_sleep(seconds) IS NOT NULL;
            CREATE UNIQUE INDEX ON slow (seconds);
            """);
        node.deploy(JobDefinitions.sql("audience", "")
                .spec(new JobSpec.Refresh("audience", List.of("quick", "slow"), 2))
                .retries(2, "transient", "lost"));
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void runsAsAJobWithProgressAndLeavesNoSessionBehind() {
        Run run = node.awaitState(node.run("audience"), RunState.SUCCEEDED);
        assertThat(run.progressDone()).isEqualTo(2);
        assertThat(run.progressTotal()).isEqualTo(2);
        assertThat(refreshes(run.id())).allSatisfy(refresh -> {
            assertThat(refresh.status()).isEqualTo(RefreshStatus.SUCCESS);
            assertThat(refresh.attemptId()).isEqualTo(run.attemptId());
        });
        assertThat(locks()).isEqualTo("0");
    }

    @Test
    void endsTheRefreshWhenTheRunIsCancelled() {
        node.database().sql().execute("UPDATE delay SET seconds = 60");
        long run = node.run("audience");
        Refresh running = awaitSlow(run);
        node.freshet().control().cancel(run, TestNode.TESTER, "enough");
        node.awaitState(run, RunState.CANCELLED);
        assertThat(backend(running)).isEqualTo("0");
        assertThat(refreshes(run)).noneMatch(refresh -> refresh.status() == RefreshStatus.RUNNING);
        assertThat(refreshes(run)).anySatisfy(refresh -> {
            assertThat(refresh.view()).isEqualTo("slow");
            assertThat(refresh.status()).isEqualTo(RefreshStatus.FAILED);
            assertThat(refresh.errorMessage()).startsWith("the run was cancelled");
        });
        assertThat(locks()).isEqualTo("0");
    }

    @Test
    void refreshesOnlyTheRestInTheAttemptAfterALostBackend() {
        node.database().sql().execute("UPDATE delay SET seconds = 60");
        long id = node.run("audience");
        Refresh running = awaitSlow(id);
        await().atMost(SOON)
                .until(() -> refreshes(id).stream().anyMatch(refresh -> refresh.status() == RefreshStatus.SUCCESS));
        node.database()
                .sql()
                .execute("UPDATE delay SET seconds = 0; SELECT pg_terminate_backend("
                        + Objects.requireNonNull(running.backendPid()) + ")");
        Run run = node.awaitState(id, RunState.SUCCEEDED);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(refreshes(id).stream()
                        .map(refresh -> refresh.view() + " " + refresh.status().id()))
                .containsExactlyInAnyOrder("quick success", "slow lost", "slow success");
    }

    private List<Refresh> refreshes(long run) {
        return node.database().database().call(session -> new RefreshStore().list(session, null, null, run, null, 100));
    }

    private Refresh awaitSlow(long run) {
        await().atMost(SOON)
                .until(() -> !node.database()
                        .sql()
                        .queryAll("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname ="
                                + " current_database()")
                        .isEmpty());
        return refreshes(run).stream()
                .filter(refresh -> refresh.view().equals("slow"))
                .findFirst()
                .orElseThrow();
    }

    private String backend(Refresh refresh) {
        return String.valueOf(node.database()
                .sql()
                .query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'REFRESH%' AND state = 'active' AND"
                        + " pid = "
                        + refresh.backendPid()));
    }

    /** Locks of attempts and views in this database. */
    private String locks() {
        return String.valueOf(node.database().sql().query("""
            SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid IN (1179800321, 1179800322)
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """));
    }
}
