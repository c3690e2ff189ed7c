// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Items over REST and on pages. */
class ItemsPostgresTest {

    @TempDir
    private static Path home;

    private static RunningServer service;

    private long run;

    @BeforeAll
    static void start() {
        service = RunningServer.start(home);
        service.database().execute("CREATE TABLE paid (run text, id text, amount int CHECK (amount > 0))");
        service.apply("""
            freshet: 1
            jobs:
              pay:
                type: items
                select: |
                  select 'p<b>' || i as key, jsonb_build_object('amount', case when i % 4 = 0 then -i else i end,
                         'email', 'p' || i || '@example.org') as payload
                  from generate_series(1, 12) i order by i
                process: "insert into paid values (:run_id, :key, (:payload::jsonb ->> 'amount')::int)"
                redact: [email]
              nap: { type: sql, sql: "select pg_sleep(60)" }
            """);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void runWithFailures() {
        run = id(service.post("/api/jobs/pay/runs", "{}"));
        awaitState(run, "failed");
    }

    @Test
    void countsTheItemsOfARunAndListsThemByStateErrorAndKey() {
        JsonNode counts = service.get("/api/runs/" + run).get("items");
        assertThat(counts.toString()).isEqualTo("{\"read\":12,\"done\":9,\"failed\":3,\"dismissed\":0,\"waiting\":0}");
        assertThat(service.get(items("?state=failed")).get("items")).hasSize(3);
        assertThat(service.get(items("?error=paid_amount_check")).get("items")).hasSize(3);
        assertThat(service.get(items("?error=23514&key=12")).get("items")).hasSize(1);
        JsonNode first = service.get(items("?limit=5"));
        assertThat(first.get("items")).hasSize(5);
        assertThat(service.get(items("?cursor=" + first.get("next").asString())).get("items"))
                .hasSize(7);
        assertThat(status(Role.VIEWER, "GET", items("?state=lame"), null)).isEqualTo(400);
        assertThat(status(Role.VIEWER, "GET", items("/99"), null)).isEqualTo(404);
    }

    @Test
    void editsAPayloadThatIsShownMaskedAndSendsItThroughAgain() {
        JsonNode item = service.get(items("/4"));
        assertThat(item.get("payload").get("email").asString()).isEqualTo("•••");
        assertThat(item.toString()).doesNotContain("@example.org");
        HttpResponse<String> edited = service.send(
                Role.OPERATOR,
                "PUT",
                items("/4"),
                "{\"payload\": {\"amount\": 4, \"email\": \"•••\"}, \"reason\": \"sign\"}");
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(status(Role.OPERATOR, "PUT", items("/4"), "{\"payload\": ")).isEqualTo(400);
        assertThat(status(Role.OPERATOR, "PUT", items("/4"), "{}")).isEqualTo(400);
        assertThat(status(Role.OPERATOR, "PUT", items("/1"), "{\"payload\": {}}"))
                .isEqualTo(409);

        JsonNode again = service.post(items("/reinject"), "{\"items\": [4]}", "Idempotency-Key", "k" + run);
        assertThat(again.get("items").asLong()).isEqualTo(1);
        awaitState(id(again), "failed");
        assertThat(id(service.post(items("/reinject"), "{\"items\": [4]}", "Idempotency-Key", "k" + run)))
                .isEqualTo(id(again));
        assertThat(service.get(items("/4")).get("state").asString()).isEqualTo("done");
        assertThat(service.database()
                        .query("SELECT payload ->> 'email' FROM freshet.item WHERE number = 4 AND run_id = " + run))
                .isEqualTo("p4@example.org");
        // Asked for by the run that goes on with the items, they are the same.
        assertThat(service.get("/api/runs/" + id(again) + "/items?state=failed").get("items"))
                .hasSize(2);
    }

    @Test
    void dismissesWithAReasonAndRestores() {
        assertThat(status(Role.OPERATOR, "POST", items("/dismiss"), "{}")).isEqualTo(400);
        assertThat(service.post(items("/dismiss"), "{\"key\": \"8\", \"reason\": \"test\"}")
                        .get("items")
                        .asLong())
                .isEqualTo(1);
        assertThat(service.get("/api/runs/" + run).get("items").get("dismissed").asLong())
                .isEqualTo(1);
        assertThat(service.post(items("/restore"), "{}").get("items").asLong()).isEqualTo(1);
        assertThat(status(Role.OPERATOR, "POST", items("/restore"), "{}")).isEqualTo(409);
    }

    @Test
    void refusesToStopWhatHasNoCheckpointAndResumesWhatWaits() {
        long nap = id(service.post("/api/jobs/nap/runs", "{}"));
        awaitState(nap, "running");
        HttpResponse<String> refused = service.send(Role.OPERATOR, "POST", "/api/runs/" + nap + "/stop", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("freshet cancel " + nap);
        service.post("/api/runs/" + nap + "/cancel", "{}");
        assertThat(status(Role.OPERATOR, "POST", "/api/runs/" + run + "/resume", "{}"))
                .isEqualTo(409);
        JsonNode again = service.post("/api/runs/" + run + "/retry", "{\"reason\": \"once more\"}");
        assertThat(again.get("item_run_id").asLong()).isEqualTo(run);
        awaitState(id(again), "failed");
        JsonNode anew = service.post("/api/runs/" + run + "/restart", "{}");
        awaitState(id(anew), "failed");
        assertThat(service.get("/api/runs/" + id(anew)).get("item_run_id").asLong())
                .isEqualTo(id(anew));
    }

    @Test
    void showsTheItemsOnTheRunsPageAndOnTheirOwn() {
        assertThat(page(Role.OPERATOR, "/runs/" + run))
                .contains("id=\"run-items\"", "violates check constraint", "Retry failed items", "id=\"restart-run\"");
        assertThat(page(Role.OPERATOR, "/runs/" + run + "/items?state=failed"))
                .contains("p&lt;b>4", "id=\"reinject-selected\"", "Re-inject all 3 failed", "3 items")
                .doesNotContain("p<b>4");
        String item = page(Role.OPERATOR, "/runs/" + run + "/items/4");
        assertThat(item)
                .contains("id=\"payload-form\"", "23514", "What befell it", "•••", "id=\"reinject-item\"")
                .doesNotContain("p4@example.org");
        assertThat(page(Role.VIEWER, "/runs/" + run + "/items/4")).doesNotContain("payload-form", "reinject-item");
        assertThat(page(Role.VIEWER, "/runs/" + run + "/items")).doesNotContain("reinject-all", "type=\"checkbox\"");
        assertThat(page(Role.VIEWER, "/runs/" + run)).doesNotContain("retry-run", "restart-run");
        HttpResponse<String> nowhere = service.send(Role.VIEWER, "GET", "/runs/" + run + "/items/99", null);
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).contains("has no item 99");
    }

    private String items(String rest) {
        return "/api/runs/" + run + "/items" + rest;
    }

    private String page(Role role, String path) {
        HttpResponse<String> response = service.send(role, "GET", path, null);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private int status(Role role, String method, String path, @Nullable String body) {
        return service.send(role, method, path, body).statusCode();
    }

    private void awaitState(long id, String state) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/api/runs/" + id).get("state").asString(), state::equals);
    }

    private static long id(JsonNode answer) {
        return answer.get("id").asLong();
    }
}
