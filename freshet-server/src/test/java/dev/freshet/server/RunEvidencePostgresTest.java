// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunEvidencePostgresTest {

    private static final String JOBS = """
        freshet: 1
        jobs:
          settle:
            type: sql
            sql: "insert into payment select i, '<b>new</b>' from generate_series(100 * :run_id::int, 100 * :run_id::int + 2) i; update payment set note = '<i>paid ' || :run_id where id = 1"
            metrics: { payments: "select count(*) from payment" }
            checks: { some: "select count(*) > 0 from payment", few: { sql: "select count(*) < 2, '<script>many</script>' from payment", on-failure: warn } }
            track-changes: [payment]
          wipe: { type: sql, sql: "delete from payment", track-changes: [{ table: payment, hold-above: 50% }] }
        """;

    @TempDir
    private static Path home;

    private static RunningServer service;

    @BeforeAll
    static void start() {
        service = RunningServer.start(home);
        service.database()
                .execute("CREATE TABLE payment (id int PRIMARY KEY, note text); INSERT INTO payment VALUES (1, 'due'),"
                        + " (2, 'due')");
        service.apply(JOBS);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void showsMetricsChecksAndChangesOfARunAndEscapesThem() {
        long id = run("settle");
        JsonNode run = awaitEnd(id);
        assertThat(run.get("state").asString()).isEqualTo("succeeded");
        assertThat(run.path("metrics").get("payments").asInt()).isGreaterThan(4);
        assertThat(run.path("checks").get(0).get("outcome").asString()).isEqualTo("passed");
        assertThat(run.path("checks").get(1).get("outcome").asString()).isEqualTo("warned");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/api/runs/" + id).path("cost").has("statements"));
        assertThat(page("/runs/" + id))
                .contains(
                        "id=\"check-few\"",
                        "id=\"metric-payments\"",
                        "id=\"run-changes\"",
                        "<del>",
                        "&lt;i&gt;paid",
                        "What it cost")
                .doesNotContain("<script>many", "<b>new", "<i>paid");
        assertThat(page("/runs/" + id + "/changes?kind=insert"))
                .contains("inserted", "&lt;b&gt;new")
                .doesNotContain("<b>new", "<del>");
        assertThat(page("/jobs/settle")).contains("id=\"job-card-evidence\"", "metric-chart", "payments over");
        JsonNode over = service.get("/api/jobs/settle/metrics?limit=1");
        assertThat(over.get("items").get(0).path("metrics").has("payments")).isTrue();
    }

    @Test
    void answersChangesPartByPartWithASummary() {
        long id = run("settle");
        awaitEnd(id);
        JsonNode first = service.get("/api/runs/" + id + "/changes?table=public.payment&limit=2");
        assertThat(first.get("items")).hasSize(2);
        assertThat(first.get("summary").get(0).get("inserted").asInt()).isEqualTo(3);
        assertThat(first.get("items").get(0).get("after").get("note").asString())
                .isEqualTo("<b>new</b>");
        JsonNode second = service.get(
                "/api/runs/" + id + "/changes?limit=2&next=" + first.get("next").asString());
        assertThat(second.get("items").get(0).get("id").asLong())
                .isGreaterThan(first.get("items").get(1).get("id").asLong());
        assertThat(send(Role.VIEWER, "GET", "/api/runs/" + id + "/changes?kind=upsert")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(Role.VIEWER, "GET", "/api/runs/999999/changes").statusCode())
                .isEqualTo(404);
        assertThat(send(Role.VIEWER, "GET", "/runs/999999/changes").statusCode())
                .isEqualTo(404);
    }

    @Test
    void letsOperatorsAnswerARunThatAsks() {
        long asks = run("wipe");
        JsonNode run = awaitEnd(asks);
        assertThat(run.get("state").asString()).isEqualTo("stopped");
        assertThat(run.get("awaits_approval").asBoolean()).isTrue();
        assertThat(page("/runs/" + asks)).contains("id=\"approve-run\"", "id=\"reject-run\"", "rolled back");
        assertThat(send(Role.VIEWER, "GET", "/runs/" + asks).body())
                .contains("id=\"run-approval\"")
                .doesNotContain("id=\"approve-run\"");
        assertThat(send(Role.VIEWER, "POST", "/api/runs/" + asks + "/approve").statusCode())
                .isEqualTo(403);
        service.post("/api/runs/" + asks + "/reject", "{\"reason\": \"never\"}");
        assertThat(page("/runs/" + asks)).contains("rejected", "“never”").doesNotContain("id=\"approve-run\"");
        long again = run("wipe");
        awaitEnd(again);
        long approved =
                service.post("/api/runs/" + again + "/approve", "{}").get("id").asLong();
        assertThat(awaitEnd(approved).get("state").asString()).isEqualTo("succeeded");
        assertThat(send(Role.OPERATOR, "POST", "/api/runs/" + again + "/approve")
                        .statusCode())
                .isEqualTo(409);
        service.database().execute("INSERT INTO payment VALUES (1, 'due'), (2, 'due')");
    }

    private static long run(String job) {
        return service.post("/api/jobs/" + job + "/runs", "{}").get("id").asLong();
    }

    private static JsonNode awaitEnd(long run) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/api/runs/" + run), found -> found.hasNonNull("ended_at"));
    }

    private static String page(String path) {
        return send(Role.OPERATOR, "GET", path).body();
    }

    private static HttpResponse<String> send(Role role, String method, String path) {
        return service.send(role, method, path, null);
    }
}
