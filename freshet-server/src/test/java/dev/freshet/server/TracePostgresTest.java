// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracePostgresTest {

    private static final Map<String, String> SETTINGS = Map.of("otel.bsp.schedule.delay", "100");
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private OtlpReceiver receiver;
    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        receiver = new OtlpReceiver();
        SETTINGS.forEach(System::setProperty);
        System.setProperty(ENDPOINT, receiver.endpoint());
        try {
            service = RunningServer.start(home);
        } finally {
            SETTINGS.keySet().forEach(System::clearProperty);
            System.clearProperty(ENDPOINT);
        }
        service.database().execute("CREATE MATERIALIZED VIEW traced AS SELECT 1 AS id");
        service.apply("""
            freshet: 1
            jobs:
              break: { type: sql, sql: "select 1 / 0" }
            views:
              traced: { refresh: blocking }
            """);
    }

    @AfterAll
    void stop() {
        service.close();
        receiver.close();
    }

    @Test
    void aRunJoinsTheTraceOfWhoeverAskedForIt() {
        long run = run("traced", "traceparent", "00-" + TRACE + "-" + CALLER + "-01");

        OtlpReceiver.Received refresh = await("refresh traced");
        OtlpReceiver.Received attempt = await("run traced");
        OtlpReceiver.Received request = await("POST /api/jobs/{job}/runs");
        assertThat(request.traceId()).isEqualTo(TRACE);
        assertThat(request.parentId()).isEqualTo(CALLER);
        assertThat(request.attributes()).containsEntry("http.response.status_code", "202");
        assertThat(attempt.traceId()).isEqualTo(TRACE);
        assertThat(attempt.parentId()).isEqualTo(request.spanId());
        assertThat(attempt.attributes())
                .containsEntry("freshet.run.id", Long.toString(run))
                .containsEntry("freshet.job", "traced")
                .containsEntry("freshet.attempt", "1")
                .containsEntry("freshet.trigger", "api")
                .containsEntry("freshet.outcome", "succeeded")
                .containsKey("freshet.node.id");
        assertThat(refresh.traceId()).isEqualTo(TRACE);
        assertThat(refresh.parentId()).isEqualTo(attempt.spanId());
        assertThat(refresh.attributes())
                .containsEntry("db.system.name", "postgresql")
                .containsEntry("db.collection.name", "traced")
                .containsEntry("freshet.refresh.status", "success");
    }

    @Test
    void aFailedAttemptIsAnErrorWithItsSqlstate() {
        run("break");

        OtlpReceiver.Received attempt = await("run break");
        assertThat(attempt.error()).isTrue();
        assertThat(attempt.attributes())
                .containsEntry("freshet.outcome", "failed")
                .containsEntry("db.response.status_code", "22012");
    }

    @Test
    void questionsOfMonitorsLeaveNoTrace() {
        service.send(null, "GET", "/health/ready", null);
        service.send(Role.VIEWER, "GET", "/metrics", null);
        service.send(Role.VIEWER, "GET", "/api/nodes", null);
        await("GET /api/nodes");
        assertThat(receiver.names()).noneMatch(name -> name.contains("health") || name.contains("metrics"));
    }

    private long run(String job, String... headers) {
        HttpResponse<String> started = service.send(Role.OPERATOR, "POST", "/api/jobs/" + job + "/runs", "{}", headers);
        return JsonMapper.shared().readTree(started.body()).get("id").asLong();
    }

    private OtlpReceiver.Received await(String name) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> receiver.find(name), Optional::isPresent)
                .orElseThrow();
    }
}
