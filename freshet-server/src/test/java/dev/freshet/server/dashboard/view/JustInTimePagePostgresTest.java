// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A group without a schedule: a view of all time, and one of a window that ends now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JustInTimePagePostgresTest {

    @TempDir
    private static Path home;

    private RunningServer service;

    @BeforeAll
    void keepFresh() {
        service = RunningServer.start(home);
        service.database().execute("""
            CREATE TABLE event (id int, at timestamptz);
            CREATE MATERIALIZED VIEW all_time AS SELECT count(*) AS n FROM event;
            CREATE MATERIALIZED VIEW lately AS SELECT count(*) AS n FROM event WHERE at > now() - interval '1 day';
            """);
        service.apply("""
            freshet: 1
            groups: { app: { change-marks: true } }
            views: { all_time: { group: app, freshness: 1h }, lately: { group: app, freshness: 1h } }
            """);
        awaitAnswer("2", "SELECT count(*) FROM freshet.materialized_view_refreshes WHERE status = 'success'");
        awaitAnswer("1", "SELECT count(*) FROM freshet.source WHERE tracked_since IS NOT NULL");
        service.post("/api/jobs/app/runs", "{}");
        awaitAnswer("changes age", "SELECT string_agg(measured, ' ' ORDER BY name) FROM freshet.freshness");
        awaitAnswer(
                "lately", "SELECT string_agg(view_name, ' ') FROM freshet.planned_refresh WHERE due_at IS NOT NULL");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void pagesSayWhenAndByWhatEachViewIsRefreshed() {
        assertThat(page("/views/lately"))
                .contains(
                        "Its lag is its age: uses now()",
                        "Its next refresh is due",
                        "just in time for what is promised")
                .contains("aria-current=\"page\">1 hour</a>");
        assertThat(page("/views/all_time"))
                .contains("No change of its sources is pending: it is not refreshed until one is.")
                .doesNotContain("Its next refresh is due");
        assertThat(page("/views/all_time?span=24h")).contains("aria-current=\"page\">24 hours</a>");
        assertThat(page("/views")).contains("just in time for what is promised", "by age");
        assertThat(page("/jobs")).contains("just in time for what is promised");
    }

    @Test
    void restSaysWhichJobsHaveATargetLag() {
        JsonNode app = service.get("/api/jobs/app");
        assertThat(app.get("target_lag").asBoolean()).isTrue();
        assertThat(app.get("schedule").isNull()).isTrue();
        assertThat(service.get("/api/jobs/all_time").get("target_lag").asBoolean())
                .isFalse();
    }

    private String page(String path) {
        return service.send(Role.VIEWER, "GET", path, null).body();
    }

    private void awaitAnswer(String expected, String sql) {
        await(sql)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> expected.equals(service.database().query(sql)));
    }
}
