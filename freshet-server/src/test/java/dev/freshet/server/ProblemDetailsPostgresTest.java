// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemDetailsPostgresTest {

    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /api/nowhere              |        | 404 | not-found",
                "GET    | /api/jobs/nowhere         |        | 404 | job-not-found",
                "GET    | /api/runs/999999          |        | 404 | run-not-found",
                "GET    | /api/runs/999999/log      |        | 404 | run-not-found",
                "GET    | /api/runs/x               |        | 400 | invalid-argument",
                "GET    | /api/runs?limit=0         |        | 400 | invalid-argument",
                "GET    | /api/runs?limit=1001      |        | 400 | invalid-argument",
                "GET    | /api/runs?limit=many      |        | 400 | invalid-argument",
                "GET    | /api/runs?state=dreaming  |        | 400 | invalid-argument",
                "GET    | /api/runs?cursor=x        |        | 400 | invalid-argument",
                "GET    | /api/views/nowhere        |        | 404 | view-not-found",
                "POST   | /api/views/nowhere/refresh | {}    | 404 | view-not-found",
                "GET    | /api/deployments/999999   |        | 404 | deployment-not-found",
                "POST   | /api/jobs/nowhere/runs    | {}     | 404 | job-not-found",
                "POST   | /api/jobs/nowhere/runs    | {bad   | 400 | bad-request",
                "POST   | /api/jobs/nowhere/runs    | {\"parametres\": {}} | 400 | bad-request",
                "POST   | /api/deployments          | {}     | 400 | invalid-argument",
                "POST   | /api/tokens               | {\"name\": \"a\", \"role\": \"king\"} | 400 | invalid-argument",
                "DELETE | /api/tokens/999999        |        | 404 | token-not-found",
                "PUT    | /api/jobs                 | {}     | 405 | method-not-allowed",
                "GET    | /schedule/nowhere         |        | 404 | job-not-found",
            })
    void everyErrorIsProblemDetailsWithAStableCode(String method, String path, String body, int status, String code) {
        assertProblem(service.send(Role.ADMINISTRATOR, method, path, body), status, code);
    }

    @Test
    void soAreMissingTokensAndForbiddenCalls() {
        assertProblem(service.send(null, "GET", "/api/jobs", null), 401, "unauthorized");
        assertProblem(service.send(Role.VIEWER, "POST", "/api/deployments", "{}"), 403, "forbidden");
    }

    @Test
    void faultsOfDefinitionsComeAllAtOnceWithTheirLines() {
        HttpResponse<String> response = service.send(Role.ADMINISTRATOR, "POST", "/api/deployments", """
            {"files": [{"path": "f.yaml", "content": "freshet: 1\\njobs:\\n  a: {type: sqll, sql: x}\\n  b: {type: sql, sqk: x}\\n"}]}
            """);
        assertProblem(response, 400, "invalid-definitions");
        JsonNode faults = JsonMapper.shared().readTree(response.body()).get("faults");
        assertThat(faults.size()).isGreaterThanOrEqualTo(2);
        assertThat(faults.get(0).get("file").asString()).isEqualTo("f.yaml");
        assertThat(faults.get(0).get("line").asInt()).isEqualTo(3);
        assertThat(faults.get(1).get("line").asInt()).isEqualTo(4);
    }

    @Test
    void answersCarrySecurityHeaders() {
        HttpResponse<String> response = service.send(Role.VIEWER, "GET", "/api/jobs", null);
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("code").asString()).isEqualTo(code);
        assertThat(problem.get("detail").asString()).isNotBlank();
        assertThat(problem.get("title").asString()).isNotBlank();
    }
}
