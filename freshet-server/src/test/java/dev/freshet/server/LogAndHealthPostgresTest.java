// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.freshet.access.Role;
import dev.freshet.server.log.EcsEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a running service says of itself: in its log, and when it is asked how it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogAndHealthPostgresTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final Lines lines = new Lines();
    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
        service.apply("""
            freshet: 1
            jobs:
              break: { type: sql, sql: "select 1 / 0" }
            """);
        lines.listen();
    }

    @AfterAll
    void stop() {
        lines.stop();
        service.close();
    }

    @Test
    void whatIsLoggedOfAFailingRunNamesRunAndJob() {
        long run = service.post("/api/jobs/break/runs", "{}").get("id").asLong();
        await().atMost(LONG_ENOUGH).until(() -> lines.any("failed: division by zero"));

        JsonNode line = lines.find("failed: division by zero");
        assertThat(line.get("run_id").asString()).isEqualTo(Long.toString(run));
        assertThat(line.get("job").asString()).isEqualTo("break");
        assertThat(line.get("attempt").asString()).isEqualTo("1");
        assertThat(line.get("node").asString()).isNotEmpty();
        assertThat(line.get("log.level").asString()).isEqualTo("INFO");
        assertThat(line.get("service.name").asString()).isEqualTo("freshet");
        assertThat(line.get("@timestamp").asString()).endsWith("Z");
    }

    @Test
    void readyTellsWhatItLookedAt() {
        HttpResponse<String> ready = service.send(null, "GET", "/health/ready", null);
        assertThat(ready.statusCode()).isEqualTo(200);
        JsonNode parts = JsonMapper.shared().readTree(ready.body()).get("components");
        assertThat(parts.propertyNames())
                .containsExactlyInAnyOrder("database", "schema", "nodeLease", "definitions", "readinessState");
        assertThat(parts.at("/definitions/details/message").asString()).isEqualTo("deployment 1 is in force");
        assertThat(parts.at("/schema/details/message").asString()).startsWith("at version ");
        assertThat(parts.at("/nodeLease/status").asString()).isEqualTo("UP");
        assertThat(service.send(null, "GET", "/health/live", null).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutItsSchemaItIsNotReadyAndStillTellsItsMetrics() {
        service.database().execute("ALTER TABLE freshet.schema_migration RENAME TO away");
        service.database().execute("ALTER TABLE freshet.run_active RENAME TO run_active_away");
        try {
            await().atMost(LONG_ENOUGH)
                    .until(() ->
                            service.send(null, "GET", "/health/ready", null).statusCode() == 503);
            String said = service.send(null, "GET", "/health/ready", null).body();
            assertThat(said).contains("it did not answer").doesNotContain("jdbc", "postgresql://", "SELECT");
            HttpResponse<String> metrics = service.send(Role.VIEWER, "GET", "/metrics", null);
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.body()).contains("freshet_database_up 0.0", "freshet_node_slots");
            assertThat(metrics.body()).doesNotContain("freshet_runs_active");
        } finally {
            service.database().execute("ALTER TABLE freshet.away RENAME TO schema_migration");
            service.database().execute("ALTER TABLE freshet.run_active_away RENAME TO run_active");
        }
        await().atMost(LONG_ENOUGH)
                .until(() -> service.send(null, "GET", "/health/ready", null).statusCode() == 200);
    }

    /** Takes what is logged, as JSON, on the thread that logs it. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final EcsEncoder encoder = new EcsEncoder();
        private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("dev.freshet");
        private final List<JsonNode> taken = new CopyOnWriteArrayList<>();

        void listen() {
            encoder.start();
            start();
            root.addAppender(this);
        }

        @Override
        public void stop() {
            root.detachAppender(this);
            super.stop();
        }

        @Override
        protected void append(ILoggingEvent event) {
            String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
            taken.add(JsonMapper.shared().readTree(line));
        }

        boolean any(String part) {
            return taken.stream()
                    .anyMatch(line -> line.get("message").asString().contains(part));
        }

        JsonNode find(String part) {
            return taken.stream()
                    .filter(line -> line.get("message").asString().contains(part))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
