// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
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

/** A broken promise, as REST, the commands, a page and the metrics tell it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshnessCommandsPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path home;

    private RunningServer service;

    @BeforeAll
    void breakAPromise() {
        service = RunningServer.start(home);
        service.database().execute("""
            CREATE MATERIALIZED VIEW stale AS SELECT now() AS moment;
            CREATE MATERIALIZED VIEW good AS SELECT 1 AS id;
            """);
        service.apply("""
            freshet: 1
            views:
              stale: { freshness: 1s, schedule: "0 0 29 2 *" }
              good:
                freshness: { target: 2h, time-zone: Europe/Berlin, windows: [ { days: mon-fri, from: "08:00", to: "18:00", target: 1h } ] }
                schedule: "0 0 29 2 *"
            """);
        service.post("/api/views/good/refresh", "");
        service.post("/api/views/stale/refresh", "");
        await().atMost(SOON)
                .until(() ->
                        service.get("/api/runs?state=succeeded").get("items").size() == 2);
        service.post("/api/jobs/stale/pause", "{\"reason\": \"<b>month end</b>\"}");
        await().atMost(SOON)
                .until(() -> breaches("/api/breaches?open=true").toString().contains("month end"));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void restTellsStatusCauseAndAttainment() {
        JsonNode items = service.get("/api/freshness").get("items");
        JsonNode good = items.get(0);
        assertThat(good.get("name").asString()).isEqualTo("good");
        assertThat(good.get("status").asString()).isEqualTo("fresh");
        assertThat(good.get("sla_seconds").asLong()).isIn(3_600L, 7_200L);
        assertThat(good.get("attainment").get("month").asDouble()).isEqualTo(1.0);
        JsonNode stale = items.get(1);
        assertThat(stale.get("kind").asString()).isEqualTo("view");
        assertThat(stale.get("status").asString()).isEqualTo("breached");
        assertThat(stale.get("cause_kind").asString()).isEqualTo("paused");
        assertThat(stale.get("cause").asString()).contains("stale is paused by ", "month end");
        assertThat(stale.get("lag_seconds").asDouble()).isGreaterThan(1.0);
        assertThat(stale.get("attainment").get("day").asDouble()).isLessThan(1.0);
    }

    @Test
    void restTellsBreachesAndHistory() {
        JsonNode breach = breaches("/api/views/stale/breaches").get(0);
        assertThat(breach.get("name").asString()).isEqualTo("stale");
        assertThat(breach.get("ended_at").isNull()).isTrue();
        assertThat(breach.get("worst_lag_seconds").asDouble()).isGreaterThan(1.0);
        assertThat(breaches("/api/breaches?view=good").isEmpty()).isTrue();

        JsonNode first = service.get("/api/views/stale/freshness/history?limit=1");
        assertThat(first.get("items").size()).isEqualTo(1);
        JsonNode second = service.get("/api/views/stale/freshness/history?limit=1000&cursor="
                + first.get("next").asString());
        assertThat(second.get("items").toString()).contains("\"status\":\"breached\"", "\"cause_kind\":\"paused\"");
        assertThat(second.get("items").get(0).get("sampled_at").asString())
                .isGreaterThan(first.get("items").get(0).get("sampled_at").asString());
        assertThat(service.send(Role.VIEWER, "GET", "/api/views/nowhere/breaches", null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aBrokenPromiseIsOneOnlyWhereThatWasAskedFor() {
        CommandOutcome told = run("freshness");
        assertThat(told.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(told.out()).contains("breached", "month end", "KEPT 7 D", "100 %", "MEASURED BY", "age: uses now()");
        CommandOutcome failed = run("freshness", "--fail-on-breach");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("1 promise is broken.");
    }

    @Test
    void theCommandsTellHistoryAndBreaches() {
        assertThat(run("freshness", "history", "stale").out()).contains("SLA", "breached", "by age", "paused");
        assertThat(run("freshness", "breaches", "stale").out()).contains("WORST LAG", "so far");
        assertThat(run("freshness", "breaches", "good").out()).contains("No promise was broken.");
        assertThat(run("freshness", "history", "nowhere").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void thePageShowsLagBreachesAndAttainment() {
        String html = service.send(Role.VIEWER, "GET", "/views/stale", null).body();
        assertThat(html)
                .contains("lag-chart", "breach-shade", "Promise kept", "id=\"attainment-30\"", "Its lag is its age: ")
                .contains("&lt;b&gt;month end&lt;/b&gt;")
                .doesNotContain("<b>month end");
        String good = service.send(Role.VIEWER, "GET", "/views/good", null).body();
        assertThat(good)
                .contains("No breach", "1h on mon tue wed thu fri from 08:00 to 18:00, else 2h (Europe/Berlin)");
    }

    @Test
    void metricsTellAttainment() {
        assertThat(service.send(Role.VIEWER, "GET", "/metrics", null).body())
                .contains("freshet_view_attainment_ratio{days=\"30\",view=\"good\"} 1.0")
                .contains("freshet_view_breached{view=\"stale\"} 1.0");
    }

    private JsonNode breaches(String path) {
        return service.get(path).get("items");
    }

    private CommandOutcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", service.server().url(), "--home", home.toString()));
        return CommandOutcome.of(all.toArray(String[]::new));
    }
}
