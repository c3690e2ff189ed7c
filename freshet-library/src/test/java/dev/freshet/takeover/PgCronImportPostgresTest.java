// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.RefreshMode;
import dev.freshet.postgres.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against a real pg_cron. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgCronImportPostgresTest {

    private @Nullable PgCronServer server;
    private Database database;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        server = PgCronServer.start(folder);
        database = server.open();
        server.execute("""
            CREATE TABLE beat (at timestamptz DEFAULT now());
            SELECT cron.schedule('beat every minute', '* * * * *', 'INSERT INTO beat DEFAULT VALUES');
            SELECT cron.schedule('nightly vacuum', '30 3 * * 0', 'VACUUM (ANALYZE) beat');
            SELECT cron.schedule('0 5 * * *', 'REFRESH MATERIALIZED VIEW CONCURRENTLY daily_sales');
            SELECT cron.schedule('report', '0 7 1 * 1', $$SELECT 'it''s done'; SELECT 2$$);
            SELECT cron.schedule_in_database('elsewhere', '0 6 * * *', 'SELECT 1', 'template1');
            SELECT cron.schedule('off', '0 8 * * *', 'SELECT 3');
            UPDATE cron.job SET active = false WHERE jobname = 'off';
            """);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            database.close();
            server.close();
        }
    }

    @Test
    void proposesADefinitionForEachJob() {
        ImportedDefinitions imported = read(new PgCronImport.Options(null, false, false));
        Definitions definitions = Imported.definitions(imported);
        assertThat(definitions.jobs())
                .extracting(JobDefinition::name)
                .containsExactly("beat-every-minute", "nightly-vacuum", "report");
        assertThat(definitions.jobs())
                .extracting(JobDefinition::spec)
                .containsExactly(
                        new JobSpec.Sql("INSERT INTO beat DEFAULT VALUES", true),
                        new JobSpec.Sql("VACUUM (ANALYZE) beat", false),
                        new JobSpec.Sql("SELECT 'it''s done'; SELECT 2", true));
        assertThat(definitions.views()).singleElement().satisfies(view -> {
            assertThat(view.name()).isEqualTo("daily_sales");
            assertThat(view.refresh()).isEqualTo(RefreshMode.CONCURRENTLY);
        });
        assertThat(imported.text())
                .contains(
                        "  # \"off\":\n",
                        "it was switched off in pg_cron",
                        "  # elsewhere:\n",
                        "it runs in database template1")
                .contains("Times are those of zone GMT", "days that satisfy either");
    }

    @Test
    void bringsTheJobsOfAnotherDatabaseAlongWhenFreshetWorksThere() {
        Definitions definitions = Imported.definitions(read(new PgCronImport.Options("template1", false, true)));
        assertThat(definitions.jobs()).singleElement().satisfies(job -> {
            assertThat(job.name()).isEqualTo("elsewhere");
            assertThat(job.shadow()).isTrue();
        });
    }

    @Test
    void sumsUpWhatPgCronRemembersAndComparesItsStarts() {
        await().atMost(Duration.ofSeconds(100))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !starts().isEmpty());
        Instant start = starts().getFirst();
        Instant tick = Instant.ofEpochSecond(start.getEpochSecond() / 60 * 60);
        StartComparison compared = StartComparison.of(
                List.of("beat-every-minute"), List.of(tick), List.of(start), null, Duration.ofSeconds(30));
        assertThat(compared.agrees()).isTrue();

        server().execute("""
            INSERT INTO cron.job_run_details (jobid, runid, status, return_message, start_time, end_time)
            SELECT jobid, 1000, 'failed', 'no such luck', now() - interval '1 day', now() - interval '1 day'
            FROM cron.job WHERE jobname = 'report'
            """);
        assertThat(read(new PgCronImport.Options(null, true, false)).text())
                .contains("1 start known since", "1 failed", "no such luck")
                .contains("0 failed");
    }

    private List<Instant> starts() {
        return database
                .call(session -> PgCronImport.starts(
                        session,
                        new PgCronImport.Options(null, false, false),
                        Instant.now().minus(Duration.ofHours(1)),
                        Instant.now().plus(Duration.ofHours(1))))
                .stream()
                .filter(each -> each.jobs().equals(List.of("beat-every-minute")))
                .flatMap(each -> each.starts().stream())
                .toList();
    }

    private ImportedDefinitions read(PgCronImport.Options options) {
        return database.call(session -> PgCronImport.read(session, options));
    }

    private PgCronServer server() {
        return java.util.Objects.requireNonNull(server);
    }
}
