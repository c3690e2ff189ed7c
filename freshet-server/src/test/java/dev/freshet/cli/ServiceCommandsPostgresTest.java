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
              idle: { type: sql, sql: "select 1" }
            views:
              totals: { group: hourly }
            groups:
              hourly: { schedule: "0 4 * * *" }
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
    void invitesAUserAndMakesANewLinkForOneWhoIsLockedOut() {
        CommandOutcome invited = run("users", "invite", "ann", "--role", "operator");
        assertThat(invited.exitCode()).as(invited.err()).isEqualTo(ExitCode.DONE);
        assertThat(invited.out()).startsWith(service.server().url() + "/welcome?key=");
        CommandOutcome reset = run("users", "reset-password", "Ann");
        assertThat(reset.out())
                .startsWith(service.server().url() + "/welcome?key=")
                .isNotEqualTo(invited.out());
        assertThat(run("users", "list").out()).contains("ann", "operator", "invited");
        assertThat(run("users", "reset-password", "nobody").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void aBackfillIsTriedFirstThenStartedAndWaitedFor() {
        CommandOutcome tried = backfill("idle", "2026-03-08", "--dry-run");
        assertThat(tried.out()).startsWith("Would run idle 7 times, by 1d in ").contains("…");
        CommandOutcome done = backfill("idle", "2026-03-08", "--wait");
        assertThat(done.exitCode()).as(done.err()).isEqualTo(ExitCode.DONE);
        assertThat(done.out()).contains("[##############################] 7 of 7, succeeded");
        CommandOutcome failed = backfill("break", "2026-03-03", "--wait");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.out()).contains("2 of 2, 2 failed, failed");
        assertThat(run("backfill", "list", "--job", "break").out()).contains("BACKFILL", "break", "failed");
        assertThat(run("backfill", "stop", "1").err()).contains("only one that is running");
        assertThat(run("backfill", "show", "4711").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }

    private CommandOutcome backfill(String job, String to, String how) {
        return run("backfill", "start", job, "--from", "2026-03-01", "--to", to, "--slice", "1d", how);
    }

    @Test
    void aTickIsSkippedAndMovedAndTakenBack() {
        CommandOutcome skipped = run("skip", "greet", "--reason", "holiday");
        assertThat(skipped.out()).contains("will be skipped").contains("--undo --tick ");
        String tick = skipped.out().strip().replaceAll(".* ", "");
        assertThat(run("skip", "greet", "--undo", "--tick", tick).out()).contains("is as the schedule has it");
        String to = tick.replace("T03", "T04");
        assertThat(run("reschedule", "greet", "--tick", tick, "--to", to).out()).contains("will fire at " + to);
        assertThat(run("reschedule", "greet", "--tick", tick, "--undo").exitCode())
                .isEqualTo(ExitCode.DONE);
        assertThat(run("skip", "greet", "--tick", "2027-03-01T03:07").err()).contains("has no tick at");
    }

    @Test
    void anUnknownJobIsTwo() {
        CommandOutcome outcome = run("run", "nowhere");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.err())
                .startsWith("error: There is no job named nowhere")
                .doesNotContain("Did you mean");
    }

    @Test
    void aMisspeltNameIsAnsweredWithTheOneThatWasMeant() {
        assertThat(run("run", "gret").err()).contains("Did you mean greet?");
        assertThat(run("logs", "braek").err()).contains("Did you mean break?");
        CommandOutcome runs = run("runs", "--job", "gret");
        assertThat(runs.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(runs.err()).contains("Did you mean greet?");
    }

    @Test
    void aRunStartedByTheCommandLineIsManual() {
        run("run", "greet", "--wait");
        assertThat(run("runs", "--job", "greet").out()).contains("manual").doesNotContain("api");
    }

    @Test
    void showsTheLogOfARunOrOfTheNewestRunOfAJob() {
        assertThat(run("logs", "idle").err()).contains("idle has no run yet");
        run("run", "greet", "--wait");
        String newest = run("logs", "greet").out();
        assertThat(newest).contains("hello");
        String id = ApiClient.JSON
                .readTree(run("runs", "--job", "greet", "--limit", "1", "--output", "json")
                        .out())
                .get("items")
                .get(0)
                .get("id")
                .asString();
        assertThat(run("logs", id).out()).isEqualTo(newest);
    }

    @Test
    void saysWhatItLookedForWhenThereIsNoRun() {
        assertThat(run("runs", "--job", "idle").out()).isEqualTo("There is no run of idle.\n");
        assertThat(run("runs", "--state", "lost").out()).isEqualTo("There is no run that is in state lost.\n");
    }

    @Test
    void takesAddressAndTokenFromTheHomeFolder() {
        CommandOutcome outcome = CommandOutcome.of("jobs", "--home", home.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out()).contains("greet");
    }

    @Test
    void aHomeThatNoServiceUsedIsThree() {
        CommandOutcome outcome =
                CommandOutcome.of("jobs", "--home", home.resolve("elsewhere").toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(outcome.err()).contains("elsewhere").contains("--server");
    }

    @Test
    void tellsWhichGroupRefreshesAView() {
        service.database().execute("CREATE MATERIALIZED VIEW totals AS SELECT 1 AS id");
        assertThat(run("run", "hourly", "--wait").exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run("jobs").out()).containsPattern("totals .*by group hourly .* ago");
        assertThat(run("logs", "totals").out()).isEqualTo(run("logs", "hourly").out());
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
              idle: { type: sql, sql: "select 1" }
              more: { type: sql, sql: "select 1" }
            views:
              totals: { group: hourly }
            groups:
              hourly: { schedule: "0 4 * * *" }
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
        assertThat(run("resume", "greet").out()).contains("greet is resumed; next tick in ");
        assertThat(run("resume", "greet").out()).contains("greet was not paused");
    }

    /** With the token that the service left in its home folder. */
    private CommandOutcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", service.server().url(), "--home", home.toString()));
        return CommandOutcome.of(all.toArray(String[]::new));
    }
}
