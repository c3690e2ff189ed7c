// SPDX-License-Identifier: Apache-2.0
package dev.freshet.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.JobSpec;
import dev.freshet.job.Backend;
import dev.freshet.job.BackendStore;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CostPostgresTest {

    private static final String WORK =
            "INSERT INTO done SELECT i FROM generate_series(1, 5000) i; UPDATE done SET id = id";

    private final TestNode node = TestNode.started();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void tellsWhatWorkInATransactionWrote() {
        Run run = run(true);
        assertThat(run.costs())
                .containsEntry("rows", 10_000)
                .containsEntry("statements", 2)
                .containsEntry("backends", 1);
        assertWal(run);
    }

    @Test
    void tellsWhatWorkOutsideOfOneWrote() {
        Run run = run(false);
        assertThat(run.costs()).containsEntry("rows", 10_000);
        assertWal(run);
    }

    @Test
    void tellsForHowLongARunWaitedAndForWhom() throws SQLException {
        node.database().sql().execute("CREATE TABLE done (id int)");
        node.deploy(JobDefinitions.sql("work", "LOCK TABLE done"));
        try (Connection stranger = node.database().sql().connect();
                Statement statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("LOCK TABLE done");
            long id = node.run("work");
            long attempt =
                    Objects.requireNonNull(node.awaitState(id, RunState.RUNNING).attemptId());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !blockers(attempt).isEmpty()
                            && blockers(attempt).getFirst().query() != null
                            && String.valueOf(blockers(attempt).getFirst().query())
                                    .contains("LOCK TABLE"));
            await().pollDelay(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> true);
            stranger.rollback();
            Run run = node.awaitRun(id, found -> found.state() == RunState.SUCCEEDED && found.cost() != null);
            assertThat(((Number) Objects.requireNonNull(run.costs().get("lock_wait_ms"))).longValue())
                    .isBetween(1_000L, 30_000L);
        }
    }

    private List<Backend.Blocker> blockers(long attempt) {
        return node.freshet().database().call(session -> new BackendStore().list(session, attempt)).stream()
                .flatMap(backend -> backend.blockers().stream())
                .toList();
    }

    private void assertWal(Run run) {
        boolean told =
                "t".equals(node.database().sql().query("SELECT current_setting('server_version_num')::int >= 180000"));
        if (told) {
            assertThat(((Number) Objects.requireNonNull(run.costs().get("wal_bytes"))).longValue())
                    .isBetween(500_000L, 10_000_000L);
            assertThat(((Number) Objects.requireNonNull(run.costs().get("blocks_hit"))).longValue())
                    .isPositive();
        } else {
            assertThat(run.costs()).doesNotContainKey("wal_bytes");
        }
    }

    private Run run(boolean transaction) {
        node.database().sql().execute("CREATE TABLE done (id int)");
        node.deploy(JobDefinitions.sql("work", WORK).spec(new JobSpec.Sql(WORK, transaction)));
        return node.awaitRun(node.run("work"), found -> found.state() == RunState.SUCCEEDED && found.cost() != null);
    }
}
