// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
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
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportCommandsPostgresTest {

    private static final String CRONTAB = """
        # Tidies up
        0 * * * * psql -c "delete from session"
        5 * * * * psql -c "refresh materialized view totals"
        10 * * * * curl -fsS https://example.org/ping
        @reboot /usr/local/bin/warm-up
        """;

    @TempDir
    private static Path home;

    private RunningServer service;

    @BeforeAll
    void start() {
        service = RunningServer.start(home);
        service.apply("""
            freshet: 1
            jobs:
              quiet: { type: sql, sql: "select 1", schedule: "0 * * * *", shadow: true }
            """);
        service.database().execute("""
            INSERT INTO freshet.tick (job, scheduled_for, outcome, reason)
            SELECT 'quiet', at, 'shadowed', 'would have fired'
            FROM generate_series('2026-01-10 00:00Z'::timestamptz, '2026-01-10 05:00Z', '1 hour') AS at;
            """);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void whatACrontabBecomesCanBePlanned(@TempDir Path folder) throws IOException {
        Path crontab = Files.writeString(folder.resolve("crontab"), CRONTAB);
        Path out = folder.resolve("freshet.yaml");
        CommandOutcome imported = CommandOutcome.of(
                "import", "crontab", crontab.toString(), "--time-zone", "Europe/Berlin", "--out", out.toString());
        assertThat(imported.exitCode()).as(imported.err()).isEqualTo(ExitCode.DONE);
        assertThat(imported.err()).contains("3 definitions in " + out, "1 entry left as comments", "freshet plan");
        CommandOutcome plan = run("plan", "--config", out.toString());
        assertThat(plan.exitCode()).as(plan.err()).isEqualTo(ExitCode.DONE);
        assertThat(plan.out()).contains("delete-session", "totals", "ping");
    }

    @Test
    void neverWritesOverAFileUnlessToldTo(@TempDir Path folder) throws IOException {
        Path crontab = Files.writeString(folder.resolve("crontab"), CRONTAB);
        Path out = Files.writeString(folder.resolve("freshet.yaml"), "mine");
        CommandOutcome refused = CommandOutcome.of("import", "crontab", crontab.toString(), "--out", out.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(refused.err()).contains("is there already", "--force");
        assertThat(out).hasContent("mine");
        assertThat(CommandOutcome.of("import", "crontab", crontab.toString(), "--out", out.toString(), "--force")
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
        assertThat(out).content().contains("delete-session");
    }

    @Test
    void saysWhatIsWrongWithItsInput(@TempDir Path folder) throws IOException {
        assertThat(CommandOutcome.of("import", "crontab", folder.resolve("none").toString())
                        .err())
                .contains("there is no such file");
        Path unclear = Files.writeString(folder.resolve("unclear"), "0 1 * * * root a\n0 2 * * * b c\n");
        assertThat(CommandOutcome.of("import", "crontab", unclear.toString()).err())
                .contains("--no-user-field");
        assertThat(CommandOutcome.of("import", "crontab", unclear.toString(), "--no-user-field")
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
        CommandOutcome noPgCron = CommandOutcome.of(
                "import", "pg_cron", "--database-url", service.database().url());
        assertThat(noPgCron.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(noPgCron.err()).contains("There is no pg_cron in this database");
    }

    @Test
    void readsTheJobsOfPgCron() {
        pgCron();
        CommandOutcome imported = CommandOutcome.of(
                "import", "pg_cron", "--database-url", service.database().url(), "--history", "--shadow");
        assertThat(imported.exitCode()).as(imported.err()).isEqualTo(ExitCode.DONE);
        assertThat(imported.out()).contains("  quiet:\n", "shadow: true", "6 starts known since");
    }

    @Test
    void comparesTheLedgerWithWhatPgCronStarted() {
        pgCron();
        CommandOutcome same = compare("--database-url", service.database().url());
        assertThat(same.exitCode()).as(same.err() + same.out()).isEqualTo(ExitCode.DONE);
        assertThat(same.out()).containsPattern("quiet +6 +0\\.4 s +0 +0");
    }

    @Test
    void comparesTheLedgerWithAListOfStartsAndSaysWhatDiffers(@TempDir Path folder) throws IOException {
        Path starts = Files.writeString(folder.resolve("starts.csv"), """
            quiet,2026-01-10T00:00:01Z
            quiet,2026-01-10T01:00:01Z
            quiet,2026-01-10T03:00:01Z
            quiet,2026-01-10T03:30:00Z
            other,2026-01-10T03:30:00Z
            """);
        CommandOutcome differs = compare("--starts", starts.toString(), "--output", "json");
        assertThat(differs.exitCode()).as(differs.err()).isEqualTo(ExitCode.FAILED);
        JsonNode json = ApiClient.JSON.readTree(differs.out());
        JsonNode quiet = json.get("jobs").get(1);
        assertThat(quiet.get("name").asString()).isEqualTo("quiet");
        assertThat(quiet.get("matched").size()).isEqualTo(3);
        assertThat(quiet.get("matched").get(0).get("skew_seconds").asDouble()).isEqualTo(1.0);
        assertThat(quiet.get("only_old").get(0).asString()).isEqualTo("2026-01-10T03:30:00Z");
        assertThat(quiet.get("only_freshet").size()).isEqualTo(3);
        assertThat(json.get("notes").toString()).contains("Freshet has no job other");
        assertThat(json.get("agrees").asBoolean()).isFalse();

        CommandOutcome one = compare("--starts", starts.toString(), "--job", "quiet");
        assertThat(one.out())
                .contains("only the old scheduler  2026-01-10T03:30:00Z", "only Freshet  2026-01-10T02:00:00Z");
    }

    @Test
    void comparesTheLedgerWithTheLogOfCron(@TempDir Path folder) throws IOException {
        Path crontab = Files.writeString(folder.resolve("crontab"), "0 * * * * psql -c 'select quiet()'\n");
        StringBuilder log = new StringBuilder();
        for (int hour = 0; hour < 6; hour++) {
            log.append("2026-01-10T0" + hour + ":00:01.5+00:00 host CRON[7]: (app) CMD (psql -c 'select quiet()')\n");
        }
        Path syslog = Files.writeString(folder.resolve("syslog"), log);
        CommandOutcome same = compare("--starts", syslog.toString(), "--crontab", crontab.toString());
        assertThat(same.exitCode()).as(same.err() + same.out()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void saysThatAScheduleIsAShadow() {
        assertThat(run("jobs").out()).contains("0 * * * * (shadow: ticks only)");
        CommandOutcome run = run("run", "quiet", "--wait");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).contains("only counts ticks (shadow: true); this run does the work");
        assertThat(service.get("/api/jobs/quiet/ticks?from=2026-01-10&to=2026-01-11")
                        .get("items")
                        .get(0)
                        .get("outcome")
                        .asString())
                .isEqualTo("shadowed");
    }

    @Test
    void thePagesSayThatAScheduleIsAShadow() {
        service.database().execute("""
            INSERT INTO freshet.tick (job, scheduled_for, outcome, reason)
            VALUES ('quiet', now() - interval '1 hour', 'shadowed', 'would have fired') ON CONFLICT DO NOTHING
            """);
        assertThat(service.send(Role.VIEWER, "GET", "/jobs", null).body()).contains("shadow: ticks only");
        assertThat(service.send(Role.OPERATOR, "GET", "/jobs/quiet", null).body())
                .contains("id=\"job-shadow\"", "shadowed", "would have fired", "this run does the work");
    }

    private void pgCron() {
        service.database().execute("""
            CREATE SCHEMA IF NOT EXISTS cron;
            DROP TABLE IF EXISTS cron.job, cron.job_run_details;
            CREATE TABLE cron.job (jobid bigint, schedule text, command text, nodename text, nodeport int,
                                   database text, username text, active boolean, jobname text);
            CREATE TABLE cron.job_run_details (jobid bigint, runid bigint, status text, return_message text,
                                               start_time timestamptz, end_time timestamptz);
            INSERT INTO cron.job VALUES (1, '0 * * * *', 'SELECT 1', 'localhost', 5432, current_database(), current_user,
                                         true, 'quiet');
            INSERT INTO cron.job_run_details
            SELECT 1, 1, 'succeeded', '1 row', at + interval '400 ms', at + interval '2 s'
            FROM generate_series('2026-01-10 00:00Z'::timestamptz, '2026-01-10 05:00Z', '1 hour') AS at;
            """);
    }

    private CommandOutcome compare(String... arguments) {
        List<String> words = new ArrayList<>(List.of("import", "compare"));
        words.addAll(List.of(arguments));
        words.addAll(List.of("--from", "2026-01-10T00:00:00Z", "--to", "2026-01-10T06:00:00Z"));
        return run(words.toArray(String[]::new));
    }

    private CommandOutcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", service.server().url(), "--home", home.toString()));
        return CommandOutcome.of(all.toArray(String[]::new));
    }
}
