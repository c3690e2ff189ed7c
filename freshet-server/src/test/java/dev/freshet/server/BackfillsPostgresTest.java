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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Backfills and single ticks over REST and on pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackfillsPostgresTest {

    private static final String MARCH =
            "{\"job\": \"fill\", \"from\": \"2026-03-27\", \"to\": \"2026-03-31\", \"slice\": \"1d\"%s}";

    @TempDir
    private static Path home;

    private RunningServer service;

    @BeforeAll
    void start() {
        service = RunningServer.start(home);
        service.database().execute("CREATE TABLE day (start timestamptz, stop timestamptz)");
        service.apply("""
            freshet: 1
            jobs:
              fill: { type: sql, sql: "insert into day values (:logical_time, :logical_end)", schedule: "30 2 * * *", time-zone: Europe/Berlin }
              break: { type: sql, sql: "select 1 / (extract(day from :logical_time::timestamptz) <> 3)::int" }
              doze: { type: sql, sql: "select pg_sleep(600)", overlap: allow }
            """);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void saysWhatItWouldDoInTheZoneOfTheJobAndDoesNothing() {
        JsonNode preview = service.post("/api/backfills?dry_run=true", MARCH.formatted(""));
        assertThat(preview.get("slices").asInt()).isEqualTo(4);
        assertThat(preview.get("time_zone").asString()).isEqualTo("Europe/Berlin");
        assertThat(preview.get("first").get(2).get("start").asString()).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(preview.get("first").get(2).get("end").asString()).isEqualTo("2026-03-29T22:00:00Z");
        assertThat(service.get("/api/backfills?job=nothing").get("items")).isEmpty();
    }

    @Test
    void fillsTheDaysAndShowsThemOnThePage() {
        long id = start(MARCH.formatted(", \"reason\": \"<b>late</b> data\""));
        JsonNode done = awaitState(id, "succeeded");
        assertThat(done.get("counts").get("succeeded").asInt()).isEqualTo(4);
        assertThat(service.get("/api/backfills/" + id + "/slices").get("items")).hasSize(4);
        String page = page(Role.OPERATOR, "/backfills/" + id);
        assertThat(page)
                .contains("27 Mar 2026")
                .contains("4 succeeded")
                .contains("23 h")
                .contains("&lt;b&gt;late&lt;/b&gt; data")
                .doesNotContain("<b>late</b>")
                .doesNotContain("retry-backfill");
        assertThat(page(Role.VIEWER, "/backfills")).contains("/backfills/" + id).contains("4 of 4");
        assertThat(page(Role.VIEWER, "/jobs/fill")).contains("/backfills/" + id);
        long run = service.get("/api/backfills/" + id + "/slices")
                .get("items")
                .get(0)
                .get("run_id")
                .asLong();
        assertThat(page(Role.VIEWER, "/runs/" + run)).contains("/backfills/" + id);
    }

    @Test
    void retriesFailedSlicesFromThePage() {
        long id = start("{\"job\": \"break\", \"from\": \"2026-05-01\", \"to\": \"2026-05-06\", \"slice\": \"1d\"}");
        awaitState(id, "failed");
        assertThat(page(Role.OPERATOR, "/backfills/" + id + "?state=failed"))
                .contains("1 of 5 slices did not succeed")
                .contains("retry-slice-3")
                .doesNotContain("slice-4\"");
        assertThat(page(Role.VIEWER, "/backfills/" + id)).doesNotContain("retry-slice-3");
        assertThat(service.send(Role.OPERATOR, "POST", "/backfills/" + id + "/retry?slice=3", "")
                        .statusCode())
                .isEqualTo(204);
        await().until(() -> "2"
                .equals(service.database()
                        .query("SELECT runs FROM freshet.backfill_slice WHERE backfill_id = " + id
                                + " AND number = 3")));
        awaitState(id, "failed");
    }

    @Test
    void stopsResumesAndCancels() {
        long id = start("{\"job\": \"doze\", \"from\": \"2026-05-01\", \"to\": \"2026-05-06\", \"slice\": \"1d\","
                + " \"parallel\": 2}");
        await().until(() -> counts(id).get("active").asInt() == 2);
        assertThat(service.post("/api/backfills/" + id + "/stop", "{\"reason\": \"lunch\"}")
                        .get("note")
                        .asString())
                .isEqualTo("stopped by administrator: lunch");
        HttpResponse<String> twice = service.send(Role.OPERATOR, "POST", "/api/backfills/" + id + "/stop", "{}");
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("illegal-transition", "only one that is running can be told to stop");
        service.post("/api/backfills/" + id + "/resume", "{}");
        service.post("/api/backfills/" + id + "/cancel", "{}");
        awaitState(id, "cancelled");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> counts(id).get("cancelled").asInt() == 5);
    }

    @Test
    void refusesWhatItCannotDoAndSaysWhatItCan() {
        assertThat(problem("{\"job\": \"fill\", \"to\": \"2026-03-31\"}")).contains("has no from");
        assertThat(problem("{\"job\": \"fil\", \"from\": \"2026-03-01\", \"to\": \"2026-03-31\"}"))
                .contains("Did you mean fill?");
        assertThat(problem("{\"job\": \"break\", \"from\": \"2026-03-01\", \"to\": \"2026-03-31\"}"))
                .contains("has no ticks of its own");
        assertThat(problem(MARCH.formatted(", \"parallel\": 2"))).contains("overlap coalesce");
        HttpResponse<String> missing = service.send(Role.VIEWER, "GET", "/backfills/4711", null);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("There is no backfill 4711");
        assertThat(service.send(Role.VIEWER, "POST", "/api/backfills", MARCH.formatted(""))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void skipsMovesAndRestoresTicksAndShowsThem() {
        JsonNode skipped = service.post("/api/jobs/fill/skip-next", "{\"reason\": \"holiday\"}");
        String tick = skipped.get("scheduled_for").asString();
        assertThat(page(Role.OPERATOR, "/jobs/fill")).contains("skipped by administrator: holiday");
        assertThat(predicted(tick).get("order").get("act").asString()).isEqualTo("skip");
        HttpResponse<String> restored =
                service.send(Role.OPERATOR, "POST", "/jobs/fill/ticks/" + tick + "/restore", "");
        assertThat(restored.statusCode()).isEqualTo(204);
        JsonNode moved = service.post(
                "/api/jobs/fill/ticks/" + tick + "/move",
                "{\"to\": \"" + java.time.Instant.parse(tick).plusSeconds(5_400) + "\", \"reason\": \"quiet hour\"}");
        assertThat(moved.get("act").asString()).isEqualTo("move");
        assertThat(page(Role.OPERATOR, "/jobs/fill")).contains(", moved by administrator: quiet hour");
        assertThat(service.get("/api/jobs/fill/tick-orders")).hasSize(1);
        assertThat(problemAt("/api/jobs/fill/ticks/2027-01-01T12:00:00Z/skip"))
                .contains("has no tick at 2027-01-01T12:00:00Z; its next ticks are " + tick);
        service.send(Role.OPERATOR, "POST", "/api/jobs/fill/ticks/" + tick + "/restore", "{}");
        assertThat(service.get("/api/jobs/fill/tick-orders")).isEmpty();
        assertThat(page(Role.VIEWER, "/jobs/fill")).doesNotContain("skip-1");
    }

    @Test
    void previewsAndStartsFromTheFormOfAJobsPage() {
        String form = "from=2026-03-27&to=2026-03-31&slice=1d&parallel=1";
        assertThat(form("/jobs/fill/backfill/preview", form).body())
                .contains("4 runs")
                .contains("30 Mar 2026");
        assertThat(form("/jobs/fill/backfill/preview", form.replace("to=2026-03-31", "to=2026-03-27"))
                        .body())
                .contains("is empty");
        assertThat(form("/jobs/fill/backfill", form).headers().firstValue("HX-Location"))
                .hasValueSatisfying(place -> assertThat(place).startsWith("/backfills/"));
    }

    @Test
    void refusesAPauseThatWouldHaveEnded() {
        HttpResponse<String> answer =
                service.send(Role.OPERATOR, "POST", "/api/jobs/break/pause", "{\"until\": \"2020-01-01T00:00:00Z\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("which has passed");
    }

    private HttpResponse<String> form(String path, String form) {
        return service.send(Role.OPERATOR, "POST", path + "?" + form, "");
    }

    private long start(String body) {
        return service.post("/api/backfills", body).get("id").asLong();
    }

    private JsonNode awaitState(long id, String state) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> service.get("/api/backfills/" + id),
                        backfill -> backfill.get("state").asString().equals(state));
    }

    private JsonNode counts(long id) {
        return service.get("/api/backfills/" + id).get("counts");
    }

    private JsonNode predicted(String tick) {
        return service.get("/api/jobs/fill/ticks?from=" + tick + "&to="
                        + java.time.Instant.parse(tick).plusSeconds(1))
                .get("items")
                .get(0);
    }

    private String problem(String body) {
        return detail(service.send(Role.OPERATOR, "POST", "/api/backfills", body));
    }

    private String problemAt(String path) {
        return detail(service.send(Role.OPERATOR, "POST", path, "{}"));
    }

    private static String detail(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isBetween(400, 499);
        return JsonMapper.shared().readTree(answer.body()).get("detail").asString();
    }

    private String page(Role role, String path) {
        return service.send(role, "GET", path, null).body();
    }
}
