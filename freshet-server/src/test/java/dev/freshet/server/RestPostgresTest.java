// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestPostgresTest {

    private static final String DEFINITIONS = """
        freshet: 1
        jobs:
          greet: { type: sql, owner: ann, sql: "do $$ begin raise notice 'hello'; end $$", schedule: "0 3 * * *" }
          add: { type: sql, sql: "insert into added values (:number::int)" }
          note: { type: sql, sql: "insert into noted values (:text)" }
          nap: { type: sql, sql: "select pg_sleep(1)" }
          break: { type: sql, sql: "select 1 / 0" }
          sleep: { type: sql, sql: "select pg_sleep(60)" }
        views:
          good: { freshness: 15m, refresh: concurrently }
          bare: { freshness: 15m, refresh: concurrently }
        """;

    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
        service.database().execute("""
            CREATE TABLE added (n int);
            CREATE TABLE noted (text text);
            CREATE MATERIALIZED VIEW good AS SELECT 1 AS id;
            CREATE UNIQUE INDEX good_key ON good (id);
            CREATE MATERIALIZED VIEW bare AS SELECT 1 AS id;
            """);
        service.apply(DEFINITIONS);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void listsJobsWithCursor() {
        JsonNode first = service.get("/api/jobs?limit=2");
        assertThat(first.get("items").size()).isEqualTo(2);
        JsonNode second =
                service.get("/api/jobs?limit=1000&cursor=" + first.get("next").asString());
        assertThat(second.get("next").isNull()).isTrue();
        List<String> names = new ArrayList<>();
        first.get("items").forEach(job -> names.add(job.get("name").asString()));
        second.get("items").forEach(job -> names.add(job.get("name").asString()));
        assertThat(names).containsExactly("add", "bare", "break", "good", "greet", "nap", "note", "sleep");
    }

    @Test
    void runsAJobOnceForOneIdempotencyKeyAndShowsItsLog() {
        HttpResponse<String> started =
                service.send(Role.OPERATOR, "POST", "/api/jobs/greet/runs", "{}", "Idempotency-Key", "once");
        assertThat(started.statusCode()).isEqualTo(202);
        String location = started.headers().firstValue("Location").orElseThrow();
        long again = service.post("/api/jobs/greet/runs", "{}", "Idempotency-Key", "once")
                .get("id")
                .asLong();
        assertThat(location).isEqualTo("/api/runs/" + again);

        JsonNode run = awaitEnd(again);
        assertThat(run.get("state").asString()).isEqualTo("succeeded");
        assertThat(run.get("actor").asString()).isEqualTo("operator");
        assertThat(run.get("attempts").size()).isEqualTo(1);

        JsonNode log = service.get(location + "/log");
        assertThat(log.toString()).contains("hello");
        String secondLine = log.get("items").get(1).get("id").asString();
        JsonNode rest = service.get(location + "/log?after=" + secondLine);
        assertThat(rest.get("items").size()).isEqualTo(log.get("items").size() - 2);

        HttpResponse<String> stream =
                service.send(Role.VIEWER, "GET", location + "/log", null, "Accept", "text/event-stream");
        assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(stream.body()).contains("event:line", "hello", "event:end", "\"state\":\"succeeded\"");
    }

    @Test
    void parametersReachTheSql() {
        long id = service.post("/api/jobs/add/runs", "{\"parameters\": {\"number\": 42}}")
                .get("id")
                .asLong();
        awaitEnd(id);
        assertThat(service.database().query("SELECT n FROM added")).isEqualTo("42");
    }

    @Test
    void aParameterMayBeNull() {
        String path = "/api/jobs/note/runs";
        long id = service.post(path, "{\"parameters\": {\"text\": null}}")
                .get("id")
                .asLong();
        JsonNode run = awaitEnd(id);
        assertThat(run.get("state").asString()).isEqualTo("succeeded");
        assertThat(run.get("parameters").get("text").isNull()).isTrue();
        assertThat(service.database().query("SELECT count(*) FROM noted WHERE text IS NULL"))
                .isEqualTo("1");
    }

    @Test
    void aFailedRunTellsWhatPostgresSaid() {
        JsonNode run =
                awaitEnd(service.post("/api/jobs/break/runs", "{}").get("id").asLong());
        assertThat(run.get("state").asString()).isEqualTo("failed");
        assertThat(run.get("error").get("sql_state").asString()).isEqualTo("22012");
        assertThat(service.get("/api/runs?job=break&state=failed").get("items").size())
                .isPositive();
    }

    @Test
    void theDoorForSchedulersAnswersWithTheOutcomeWhenAskedToWait() {
        assertThat(service.send(Role.OPERATOR, "GET", "/schedule/greet/?wait=30s", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.send(Role.OPERATOR, "POST", "/schedule/break?wait=30s", null)
                        .statusCode())
                .isEqualTo(500);
        assertThat(service.send(Role.OPERATOR, "GET", "/schedule/greet", null).statusCode())
                .isEqualTo(202);
    }

    @Test
    void theDoorForSchedulersSaysThatTheRunIsStillAtItWhenTheWaitIsOver() {
        HttpResponse<String> answer = service.send(Role.OPERATOR, "POST", "/schedule/nap?wait=1ms", null);
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        long id = problem.get("run").get("id").asLong();
        assertThat(problem.get("code").asString()).isEqualTo("still-running");
        assertThat(problem.get("detail").asString())
                .contains("Run " + id + " of nap is still", "longer wait", "leave the wait out", "/api/runs/" + id);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/runs/" + id);
        assertThat(awaitEnd(id).get("state").asString()).isEqualTo("succeeded");
    }

    @Test
    void whoeverWaitsForARunIsToldOfItsEndWhenItEnds() {
        long began = System.nanoTime();
        assertThat(service.send(Role.OPERATOR, "POST", "/schedule/nap?wait=30s", null)
                        .statusCode())
                .isEqualTo(200);
        long id = service.post("/api/jobs/nap/runs", "{}").get("id").asLong();
        String log = service.send(Role.VIEWER, "GET", "/api/runs/" + id + "/log", null, "Accept", "text/event-stream")
                .body();
        assertThat(log).contains("event:end", "\"state\":\"succeeded\"");
        // The looks that need no news are 5 and 3 seconds apart.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(4_900));
    }

    @Test
    void cancelsARunningRun() {
        long id = service.post("/api/jobs/sleep/runs", "{}").get("id").asLong();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        service.get("/api/runs/" + id).get("state").asString().equals("running"));
        HttpResponse<String> cancelled =
                service.send(Role.OPERATOR, "POST", "/api/runs/" + id + "/cancel", "{\"reason\": \"too long\"}");
        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(awaitEnd(id).get("state").asString()).isEqualTo("cancelled");
        assertThat(service.send(Role.OPERATOR, "POST", "/api/runs/" + id + "/cancel", "{}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void pausesAndResumesWithReasonAndEnd() {
        JsonNode paused =
                service.post("/api/jobs/greet/pause", "{\"reason\": \"holiday\", \"until\": \"2099-01-01T00:00:00Z\"}");
        assertThat(paused.get("pause").get("reason").asString()).isEqualTo("holiday");
        assertThat(paused.get("pause").get("until").asString()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(service.post("/api/jobs/greet/resume", "{}").get("pause").isNull())
                .isTrue();
    }

    @Test
    void theLedgerShowsTicksAhead() {
        JsonNode ticks = service.get("/api/jobs/greet/ticks?to=2099-01-01&limit=2");
        assertThat(ticks.get("items").size()).isEqualTo(2);
        assertThat(ticks.get("items").get(0).get("outcome").asString()).isEqualTo("predicted");
        assertThat(ticks.get("items").get(0).get("scheduled_for").asString()).endsWith("T03:00:00Z");
        JsonNode next = service.get("/api/jobs/greet/ticks?to=2099-01-01&limit=2&cursor="
                + ticks.get("next").asString());
        assertThat(next.get("items").get(0).get("scheduled_for").asString())
                .isGreaterThan(ticks.get("items").get(1).get("scheduled_for").asString());
    }

    @Test
    void refreshesViewsAndNamesTheDdlThatMendsThem() {
        awaitEnd(service.post("/api/views/good/refresh", "{}").get("id").asLong());
        awaitEnd(service.post("/api/views/bare/refresh", "{}").get("id").asLong());
        JsonNode good = service.get("/api/views/good");
        assertThat(good.get("last_refresh").get("status").asString()).isEqualTo("success");
        assertThat(good.get("freshness").get("status").asString()).isEqualTo("fresh");
        assertThat(good.get("indexes").get(0).get("name").asString()).isEqualTo("good_key");
        JsonNode bare = service.get("/api/views/bare");
        assertThat(bare.get("last_refresh").get("status").asString()).isEqualTo("failed");
        assertThat(bare.get("findings").toString()).contains("unique-index", "CREATE UNIQUE INDEX CONCURRENTLY");
        assertThat(service.get("/api/freshness").get("items").size()).isEqualTo(2);
        assertThat(service.get("/api/views").get("items").size()).isEqualTo(2);
    }

    @Test
    void plansWithoutChangingAndKeepsWhatWasApplied() {
        JsonNode plan = service.post("/api/deployments/plan", """
            {"files": [{"path": "f.yaml", "content": "freshet: 1\\njobs:\\n  other: {type: sql, sql: select 1}\\n"}]}
            """);
        assertThat(plan.get("create").asInt()).isEqualTo(1);
        assertThat(plan.get("remove").asInt()).isEqualTo(8);
        JsonNode deployments = service.get("/api/deployments");
        assertThat(deployments.get("items").size()).isEqualTo(1);
        long id = deployments.get("items").get(0).get("id").asLong();
        assertThat(service.get("/api/deployments/" + id)
                        .get("files")
                        .get(0)
                        .get("path")
                        .asString())
                .isEqualTo("freshet.yaml");
    }

    @Test
    void metricsTellOfRunsJobsAndViews() {
        String metrics = service.send(Role.VIEWER, "GET", "/metrics", null).body();
        assertThat(metrics)
                .contains("freshet_runs_active{state=\"queued\"}", "freshet_node_runs")
                .contains("freshet_job_tick_overdue_seconds{job_name=\"greet\"} 0.0")
                .contains("freshet_view_sla_seconds{view=\"bare\"} 900.0", "freshet_view_breached{view=\"good\"} 0.0");
    }

    @Test
    void showsItsNodes() {
        JsonNode nodes = service.get("/api/nodes");
        assertThat(nodes.get("items").size()).isEqualTo(1);
        assertThat(nodes.get("items").get(0).get("closed_at").isNull()).isTrue();
    }

    private JsonNode awaitEnd(long id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !service.get("/api/runs/" + id).get("ended_at").isNull());
        return service.get("/api/runs/" + id);
    }
}
