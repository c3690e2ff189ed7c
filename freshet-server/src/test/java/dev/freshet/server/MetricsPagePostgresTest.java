// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The documented list of metrics and what a running service tells are one and the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsPagePostgresTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
        service.database().execute("CREATE MATERIALIZED VIEW shown AS SELECT 1 AS id");
        service.apply("""
            freshet: 1
            jobs:
              tick: { type: sql, sql: "select 1", every: 1s }
              break: { type: sql, sql: "select 1 / 0" }
            views:
              shown: { freshness: 15m, refresh: blocking }
            """);
        service.send(Role.OPERATOR, "POST", "/schedule/shown?wait=30s", null);
        service.send(Role.OPERATOR, "POST", "/schedule/break?wait=30s", null);
        await().atMost(LONG_ENOUGH).until(() -> scrape().contains("freshet_runs_ended_total{job_name=\"tick\""));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsThere() throws IOException {
        MetricsPage page = MetricsPage.read();
        assertThat(page.families()).hasSizeGreaterThan(30);
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(MetricsPage.ofScrape(scrape())).isEqualTo(page));
    }

    @Test
    void countsWhatHappened() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(scrape())
                        .contains(
                                "freshet_runs_ended_total{job_name=\"break\",outcome=\"failed\"} 1.0",
                                "freshet_runs_ended_total{job_name=\"break\",outcome=\"succeeded\"} 0.0",
                                "freshet_view_status{status=\"fresh\",view=\"shown\"} 1.0",
                                "freshet_attempts_ended_total{outcome=\"lost\"} 0.0",
                                "freshet_job_last_run_succeeded{job_name=\"break\"} 0.0",
                                "freshet_node_lease_held 1.0",
                                "freshet_node_listening 1.0",
                                "freshet_agent_up{agent=\"tick-evaluator\"} 1.0",
                                "freshet_nodes 1.0",
                                "freshet_database_up 1.0",
                                "freshet_deployment_id 1.0")
                        .containsPattern("freshet_view_refreshes_total\\{status=\"success\",view=\"shown\"} [1-9]")
                        .containsPattern("freshet_tick_lateness_seconds_count [1-9]")
                        .containsPattern("freshet_queue_wait_seconds_count\\{job_type=\"refresh\"} [1-9]"));
    }

    private String scrape() {
        return service.send(Role.VIEWER, "GET", "/metrics", null).body();
    }
}
