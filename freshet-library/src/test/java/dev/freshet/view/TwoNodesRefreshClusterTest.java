// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.Trigger;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.NodeProcess;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two nodes in processes of their own, told at the same time to refresh the same view by different jobs. */
class TwoNodesRefreshClusterTest {

    private static final int JOBS = 6;

    private final FreshetDatabase database = FreshetDatabase.create();
    private final Freshet asker = Freshet.builder(database.database()).build();

    @Test
    void neverRefreshesOneViewOnTwoNodesAtOnce() {
        database.sql().execute("""
            CREATE MATERIALIZED VIEW slow AS SELECT 1 AS key FROM pg_sleep(0.3); CREATE UNIQUE INDEX ON slow (key);
            """);
        JobDefinitions[] jobs = new JobDefinitions[JOBS];
        for (int i = 0; i < JOBS; i++) {
            jobs[i] = JobDefinitions.sql("refresh_" + i, "").spec(new JobSpec.Refresh(null, List.of("slow"), 1));
        }
        try (NodeProcess first = NodeProcess.start(database, "first");
                NodeProcess second = NodeProcess.start(database, "second")) {
            awaitCount("2", "SELECT count(*) FROM freshet.node WHERE closed_at IS NULL");
            TestNode.deploy(database, asker, jobs);
            for (int round = 0; round < 5; round++) {
                for (JobDefinitions job : jobs) {
                    asker.control().runNow(job.name(), Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
                }
            }
            awaitCount("0", "SELECT count(*) FROM freshet.run_active");
        }
        assertThat(database.sql().queryAll("""
            SELECT concat_ws(' ', job, id, state, error) FROM freshet.run WHERE state <> 'succeeded'
            """)).isEmpty();
        assertThat(database.sql().queryAll("""
            SELECT a.id || ' beside ' || b.id
            FROM freshet.materialized_view_refreshes a JOIN freshet.materialized_view_refreshes b
              ON a.as_of < b.as_of AND b.as_of < a.completed_at
            WHERE a.status = 'success' AND b.status = 'success'
            """)).isEmpty();
        // Every attempt has its row: it refreshed, or says into which refresh it was merged.
        assertThat(database.sql().query("SELECT count(*) FROM freshet.materialized_view_refreshes"))
                .isEqualTo("30");
        assertThat(database.sql().queryAll("""
            SELECT DISTINCT status FROM freshet.materialized_view_refreshes ORDER BY status
            """)).containsExactly("skipped", "success");
        assertThat(database.sql().queryAll("""
            SELECT error_message FROM freshet.materialized_view_refreshes WHERE status = 'skipped'
            """))
                .allSatisfy(message -> assertThat(message).startsWith("merged into"));
        assertThat(database.sql().query("SELECT count(DISTINCT node_id) FROM freshet.materialized_view_refreshes"))
                .as("both nodes took part")
                .isEqualTo("2");
        database.close();
    }

    private void awaitCount(String count, String query) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count.equals(database.sql().query(query)));
    }
}
