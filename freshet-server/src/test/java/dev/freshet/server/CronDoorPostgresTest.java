// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a crontab sees of Freshet: the exit code of a real curl. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CronDoorPostgresTest {

    private static final Path CURL = Path.of("/usr/bin/curl");
    private static final int HTTP_ERROR = 22;

    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
        service.apply("""
            freshet: 1
            jobs:
              daily-report: { type: sql, sql: "select 1" }
              daily-failure: { type: sql, sql: "select 1 / 0" }
              slow-report: { type: sql, sql: "select pg_sleep(20)" }
            """);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void curlSucceedsWhenTheJobDoes() throws IOException, InterruptedException {
        assertThat(curl("/schedule/daily-report?wait=60s").exitCode()).isZero();
    }

    @Test
    void curlFailsWhenTheJobDoes() throws IOException, InterruptedException {
        assertThat(curl("/schedule/daily-failure?wait=60s")).satisfies(ended -> {
            assertThat(ended.exitCode()).isEqualTo(HTTP_ERROR);
            assertThat(ended.printed()).contains("500");
        });
    }

    @Test
    void curlFailsWhenTheJobIsStillAtItAfterTheWait() throws IOException, InterruptedException {
        assertThat(curl("/schedule/slow-report?wait=100ms")).satisfies(ended -> {
            assertThat(ended.exitCode()).isEqualTo(HTTP_ERROR);
            assertThat(ended.printed()).contains("504");
        });
    }

    private Ended curl(String path) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(CURL), "there is no " + CURL + " here");
        Process curl = new ProcessBuilder(List.of(
                        CURL.toString(),
                        "--fail",
                        "--silent",
                        "--show-error",
                        "--max-time",
                        "90",
                        "--header",
                        "Authorization: Bearer " + service.token(Role.OPERATOR),
                        service.server().url() + path))
                .redirectErrorStream(true)
                .start();
        curl.getOutputStream().close();
        String printed = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Ended(curl.exitValue(), printed);
    }

    private record Ended(int exitCode, String printed) {}
}
