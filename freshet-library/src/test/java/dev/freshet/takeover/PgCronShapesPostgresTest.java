// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.testing.FreshetDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shapes of {@code cron.job} that Debian's pg_cron does not have: older and newer ones. */
class PgCronShapesPostgresTest {

    private final FreshetDatabase database = FreshetDatabase.create();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void readsTheOldestShapeWithoutNames() {
        database.sql().execute("""
            CREATE SCHEMA cron;
            CREATE TABLE cron.job (jobid bigint, schedule text, command text, nodename text, nodeport int,
                                   database text, username text);
            INSERT INTO cron.job VALUES (1, '0 1 * * *', 'DELETE FROM session', 'localhost', 5432,
                                         current_database(), current_user);
            """);
        ImportedDefinitions imported = read();
        assertThat(Imported.definitions(imported).jobs())
                .extracting(JobDefinition::name)
                .containsExactly("delete-session");
        assertThat(imported.text()).contains("This pg_cron keeps no history");
        assertThatThrownBy(() -> database.database()
                        .call(session -> PgCronImport.starts(
                                session, new PgCronImport.Options(null, false, false), Instant.EPOCH, Instant.EPOCH)))
                .hasMessageContaining("--starts FILE");
    }

    @Test
    void readsIntervalsTheLastDayOfTheMonthAndTheZone() {
        database.sql().execute("""
            CREATE SCHEMA cron;
            CREATE TABLE cron.job (jobid bigint, schedule text, command text, nodename text, nodeport int,
                                   database text, username text, active boolean, jobname text);
            INSERT INTO cron.job SELECT id, schedule, 'SELECT 1', 'localhost', 5432, current_database(), 'someone', true,
                                        name
            FROM (VALUES (1, '30 seconds', 'often'), (2, '0 12 $ * *', 'month end'), (3, 'never', 'broken')) AS v (id, schedule, name);
            """);
        String name = database.sql().name();
        database.sql().execute("ALTER DATABASE " + name + " SET cron.timezone = 'Europe/Berlin'");
        ImportedDefinitions imported = read();
        assertThat(Imported.definitions(imported).jobs())
                .extracting(JobDefinition::schedule)
                .satisfiesExactly(
                        every -> assertThat(every).isEqualTo(new ScheduleDefinition.Every(Duration.ofSeconds(30))),
                        cron -> assertThat(cron).isInstanceOfSatisfying(ScheduleDefinition.Cron.class, monthly -> {
                            assertThat(monthly.expression()).isEqualTo("0 12 L * *");
                            assertThat(monthly.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
                        }));
        assertThat(imported.text()).contains("it ran as role someone", "this stays in pg_cron");
    }

    @Test
    void saysWhereToLookWhenThereIsNoPgCron() {
        assertThatThrownBy(this::read).hasMessageContaining("cron.database_name");
    }

    private ImportedDefinitions read() {
        return database.database()
                .call(session -> PgCronImport.read(session, new PgCronImport.Options(null, true, false)));
    }
}
