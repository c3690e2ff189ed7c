// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceCommandsPostgresTest {

    @TempDir
    private static Path home;

    private RunningServer service;

    @BeforeAll
    void start() {
        service = RunningServer.start(home);
        service.apply("""
            freshet: 1
            jobs:
              greet: { type: sql, sql: "do $$ begin raise notice 'hello'; end $$", schedule: "0 3 * * *" }
              break: { type: sql, sql: "select 1 / 0" }
            """);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void aRunThatSucceedsIsZeroAndItsLogIsShown() {
        CommandOutcome outcome = run("run", "greet", "--wait");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out()).contains("hello").contains("succeeded");
    }

    @Test
    void aRunThatFailsIsOne() {
        CommandOutcome outcome = run("run", "break", "--wait");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).contains("division by zero");
    }

    @Test
    void anUnknownJobIsTwo() {
        CommandOutcome outcome = run("run", "nowhere");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.err()).startsWith("error: There is no job named nowhere");
    }

    @Test
    void aServiceThatDoesNotAnswerIsThree() {
        CommandOutcome outcome = CommandOutcome.of("jobs", "--server", "http://127.0.0.1:1");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(outcome.err()).contains("http://127.0.0.1:1").contains("--server");
    }

    @Test
    void faultyDefinitionsAreTwoAndNoServiceIsAsked() throws IOException {
        Path file = Files.writeString(
                home.resolve("bad.yaml"), "freshet: 1\njobs:\n  a: {type: sqll, sql: x}\n  b: {type: sql, sqk: x}\n");
        for (String command : List.of("plan", "apply")) {
            CommandOutcome outcome =
                    CommandOutcome.of(command, "--config", file.toString(), "--server", "http://127.0.0.1:1");
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
            assertThat(outcome.err()).contains(file + ":3:").contains(file + ":4:");
        }
    }

    @Test
    void planAndApplyShowWhatChanges() throws IOException {
        Path file = Files.writeString(home.resolve("good.yaml"), """
            freshet: 1
            jobs:
              greet: { type: sql, sql: "do $$ begin raise notice 'hello'; end $$", schedule: "0 3 * * *" }
              break: { type: sql, sql: "select 1 / 0" }
              more: { type: sql, sql: "select 1" }
            """);
        assertThat(run("plan", "--config", file.toString()).out()).contains("+ job more", "1 to create");
        assertThat(run("apply", "--config", file.toString()).out()).contains("Applied as deployment");
        assertThat(run("apply", "--config", file.toString()).out()).contains("Nothing to change");
    }

    @Test
    void listsSpeakJsonToo() {
        for (String command : List.of("jobs", "runs", "views", "freshness")) {
            CommandOutcome table = run(command);
            assertThat(table.exitCode()).as(command + table.err()).isEqualTo(ExitCode.DONE);
            assertThat(table.out()).isNotBlank();
            assertThat(ApiClient.JSON
                            .readTree(run(command, "--output", "json").out())
                            .get("items")
                            .isArray())
                    .isTrue();
        }
    }

    @Test
    void pausesAndResumes() {
        assertThat(run("pause", "greet", "--reason", "holiday").out()).contains("greet is paused");
        assertThat(run("jobs").out()).containsPattern("greet .* paused");
        assertThat(run("resume", "greet").out()).contains("greet is not paused");
    }

    /** With the token that the service left in its home folder. */
    private CommandOutcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", service.server().url(), "--home", home.toString()));
        return CommandOutcome.of(all.toArray(String[]::new));
    }
}
