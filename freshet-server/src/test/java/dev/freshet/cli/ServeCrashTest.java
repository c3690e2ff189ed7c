// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCrashTest {

    private static final String DEFINITIONS = """
        freshet: 1
        jobs:
          mine: { type: sql, sql: "select 1" }
        """;
    private static final int SIGTERM = 143;

    @TempDir
    private Path home;

    @Test
    void endsCleanlyWhenToldToAndStartsAgainAfterItWasKilled() throws Exception {
        Path file = Files.writeString(home.resolve("mine.yaml"), DEFINITIONS);
        try (ServiceProcess first = ServiceProcess.start(home, "serve", "--config", file.toString())) {
            assertThat(first.lines()).hasSize(2);
            assertThat(first.lines().get(0)).startsWith("Database: postgresql://postgres:");
            assertThat(first.lines().get(1)).matches("Freshet is ready at http://127\\.0\\.0\\.1:\\d+");
            assertThat(first.hasPostmaster()).isTrue();

            assertThat(first.terminate()).isEqualTo(SIGTERM);

            assertThat(first.hasPostmaster()).isFalse();
        }
        try (ServiceProcess second = ServiceProcess.start(home, "serve")) {
            second.kill();
            await().atMost(Duration.ofSeconds(10)).until(() -> !second.hasPostmaster());
            try (ServiceProcess third = ServiceProcess.start(home, "serve")) {
                assertThat(third.lines()).doesNotContainAnyElementsOf(second.lines());
                CommandOutcome run = CommandOutcome.of("run", "mine", "--wait", "--home", home.toString());
                assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
                third.terminate();
            }
        }
    }

    @Test
    void aDemoKeepsWhatItsUserAppliedAndSaysSo() throws Exception {
        Path file = Files.writeString(home.resolve("mine.yaml"), DEFINITIONS);
        try (ServiceProcess first = ServiceProcess.start(home, "demo")) {
            CommandOutcome views = CommandOutcome.of("views", "--home", home.toString());
            assertThat(views.out()).as(views.err()).contains("landing_hero_stats");
            CommandOutcome applied = CommandOutcome.of("apply", "--config", file.toString(), "--home", home.toString());
            assertThat(applied.exitCode()).as(applied.err()).isEqualTo(ExitCode.DONE);
            assertThat(first.terminate()).isEqualTo(SIGTERM);
        }
        try (ServiceProcess second = ServiceProcess.start(home, "demo")) {
            assertThat(second.errors(home)).contains("Deployment 2, applied by admin, stays in force");
            CommandOutcome jobs = CommandOutcome.of("jobs", "--home", home.toString());
            assertThat(jobs.out()).as(jobs.err()).contains("mine").doesNotContain("audience");
            assertThat(second.terminate()).isEqualTo(SIGTERM);
        }
    }
}
