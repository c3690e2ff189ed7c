// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.DataTime;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.RunState;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataTimeJobPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestNode node = TestNode.started();

    @BeforeEach
    void createViews() {
        node.database().sql().execute("""
            CREATE TABLE delay (seconds int); INSERT INTO delay VALUES (0);
            CREATE MATERIALIZED VIEW quick AS SELECT seconds FROM delay; CREATE UNIQUE INDEX ON quick (seconds);
            CREATE MATERIALIZED VIEW slow AS SELECT seconds FROM delay WHERE pg_sleep(seconds) IS NOT NULL;
            CREATE UNIQUE INDEX ON slow (seconds);
            """);
        node.deploy(JobDefinitions.sql("audience", "")
                .spec(new JobSpec.Refresh("audience", List.of("quick", "slow"), 1, DataTime.ONE)));
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void runsAsAJobAndLeavesNoLockBehind() {
        node.awaitState(node.run("audience"), RunState.SUCCEEDED);
        assertThat(value(
                        "SELECT count(DISTINCT as_of) || ' ' || count(*) FROM freshet.materialized_view_refreshes WHERE"
                                + " status = 'success'"))
                .isEqualTo("1 2");
        assertThat(locks()).isEqualTo("0");
    }

    @Test
    void leavesEveryViewAsItWasWhenTheRunIsCancelled() {
        node.database().sql().execute("UPDATE delay SET seconds = 60");
        long run = node.run("audience");
        await().atMost(SOON)
                .until(() -> !node.database()
                        .sql()
                        .queryAll("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname ="
                                + " current_database()")
                        .isEmpty());
        node.freshet().control().cancel(run, TestNode.TESTER, "enough");
        node.awaitState(run, RunState.CANCELLED);
        assertThat(value("SELECT seconds FROM quick")).isEqualTo("0");
        assertThat(value("SELECT count(*) FROM freshet.materialized_view_refreshes WHERE status = 'failed' AND"
                        + " error_message LIKE 'the run was cancelled%'"))
                .isEqualTo("2");
        assertThat(locks()).isEqualTo("0");
    }

    private String value(String sql) {
        return String.valueOf(node.database().sql().query(sql));
    }

    /** Locks of attempts and views in this database. */
    private String locks() {
        return value(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid IN (1179800321, 1179800322) AND"
                        + " database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }
}
