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

/** Alerts, silences and channels over REST and on the page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertsPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path home;

    private RunningServer service;

    @BeforeAll
    void start() {
        service = RunningServer.start(home);
        // Nothing listens at port 1.
        service.apply("""
            freshet: 1
            jobs:
              broken: { type: sql, owner: finance, sql: "do $$ begin raise exception '<b>no</b> & more'; end $$" }
              hushed: { type: sql, sql: "select 1 / 0" }
            alerts:
              both: { webhook: "http://127.0.0.1:1/both", log: true, on: [dead-letter] }
              journal: { log: true, only: [broken] }
              nowhere: { webhook: "http://127.0.0.1:1/hook", on: [slow] }
            """);
        service.post("/api/silences", "{\"subject\": \"hush*\", \"duration\": \"2h\", \"reason\": \"known\"}");
        service.post("/api/jobs/broken/runs", "{}");
        service.post("/api/jobs/hushed/runs", "{}");
        await().atMost(SOON)
                .until(() -> service.get("/api/alerts?state=open").get("items").size() == 2);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void listsWhatIsOpenWithWhatWasTold() {
        JsonNode broken = service.get("/api/alerts?state=open&subject=broken")
                .get("items")
                .get(0);
        assertThat(broken.get("kind").asString()).isEqualTo("failed");
        assertThat(broken.get("owner").asString()).isEqualTo("finance");
        assertThat(broken.get("message").asString()).isEqualTo("job broken failed: <b>no</b> & more");
        assertThat(broken.get("path").asString())
                .isEqualTo("/runs/" + broken.get("run_id").asLong());
        assertThat(broken.get("silenced").asBoolean()).isFalse();
        String deliveries = "/api/alerts/" + broken.get("id").asLong() + "/deliveries";
        await().atMost(SOON)
                .until(() -> "delivered"
                        .equals(service.get(deliveries)
                                .get("items")
                                .path(0)
                                .path("state")
                                .asString("")));
        assertThat(service.get("/api/alerts?state=resolved").get("items")).isEmpty();
        assertThat(service.send(Role.VIEWER, "GET", "/api/alerts?state=shut", null)
                        .statusCode())
                .isEqualTo(400);
        assertThat(service.send(Role.VIEWER, "GET", "/api/alerts/4711", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsThePageWithButtonsToWhoMayUseThem() {
        String page = page(Role.OPERATOR);
        assertThat(page)
                .contains("job broken failed: &lt;b&gt;no&lt;/b&gt; &amp; more")
                .doesNotContain("<b>no</b>")
                .contains("silence-alert-")
                .contains("Silenced")
                .contains("hush*")
                .contains("test-nowhere");
        assertThat(page(Role.VIEWER))
                .contains("job broken failed")
                .doesNotContain("silence-alert-")
                .doesNotContain("test-nowhere");
        assertThat(service.send(Role.VIEWER, "GET", "/", null).body()).contains("2 open alerts");
    }

    @Test
    void silencesAndTellsAgain() {
        HttpResponse<String> begun = service.send(
                Role.OPERATOR,
                "POST",
                "/api/silences",
                "{\"kind\": \"slow\", \"subject\": \"x\", \"duration\": \"30m\"}");
        assertThat(begun.statusCode()).isEqualTo(201);
        JsonNode silence = service.get("/api/silences").get("items").get(0);
        assertThat(silence.get("kind").asString()).isEqualTo("slow");
        assertThat(silence.get("active").asBoolean()).isTrue();
        String path = "/api/silences/" + silence.get("id").asLong();
        assertThat(service.send(Role.VIEWER, "DELETE", path, null).statusCode()).isEqualTo(403);
        assertThat(service.send(Role.OPERATOR, "DELETE", path, null).body()).contains("\"active\":false");
        assertThat(service.send(Role.OPERATOR, "DELETE", path, null).statusCode())
                .isEqualTo(409);
        for (String wrong : new String[] {
            "{\"subject\": \" \", \"duration\": \"2h\"}",
            "{\"subject\": \"x\"}",
            "{\"subject\": \"x\", \"duration\": \"soon\"}",
            "{\"subject\": \"x\", \"until\": \"2020-01-01\"}",
            "{\"subject\": \"x\", \"duration\": \"2h\", \"kind\": \"odd\"}"
        }) {
            assertThat(service.send(Role.OPERATOR, "POST", "/api/silences", wrong)
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void triesAChannelAndShowsWhatIsWrongWithIt() {
        JsonNode tried = service.post("/api/alerts/channels/nowhere/test", "{}")
                .get("items")
                .get(0);
        assertThat(tried.get("state").asString()).isEqualTo("failed");
        assertThat(tried.get("error").asString()).contains("nothing listens at 127.0.0.1:1");
        assertThat(page(Role.VIEWER)).contains("nothing listens at 127.0.0.1:1");
        service.post("/api/alerts/channels/both/test", "{}");
        JsonNode channels = service.get("/api/alerts/channels").get("items");
        assertThat(channels.get(0).get("name").asString()).isEqualTo("both");
        assertThat(channels.get(0).get("last_delivery").get("error").asString()).contains("/both got no answer");
        assertThat(service.post("/api/alerts/channels/journal/test", "{}")
                        .get("items")
                        .get(0)
                        .get("state")
                        .asString())
                .isEqualTo("delivered");
        assertThat(service.send(Role.OPERATOR, "POST", "/api/alerts/channels/no/test", "{}")
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> acted = service.send(Role.OPERATOR, "POST", "/alerts/channels/journal/test", null);
        assertThat(acted.headers().firstValue("HX-Trigger"))
                .hasValueSatisfying(said -> assertThat(said).contains("Channel journal took 1 test"));
    }

    @Test
    void countsThemAsMetrics() {
        String metrics = service.send(Role.VIEWER, "GET", "/metrics", null).body();
        assertThat(metrics)
                .contains("freshet_alerts_open{kind=\"failed\"} 2.0")
                .contains("freshet_alerts_open{kind=\"breach\"} 0.0")
                .contains("freshet_alert_deliveries_retrying 0.0");
    }

    private String page(Role role) {
        HttpResponse<String> response = service.send(role, "GET", "/alerts", null);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
