// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.FreshetDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaMigratorPostgresTest {

    private final FreshetDatabase freshet = FreshetDatabase.create();

    @AfterEach
    void dropDatabase() {
        freshet.close();
    }

    @Test
    void changesNothingOnADatabaseThatIsUpToDate() {
        String before = freshet.sql().query("SELECT count(*) FROM freshet.schema_migration");
        SchemaMigrator.migrate(freshet.database());
        assertThat(freshet.sql().query("SELECT count(*) FROM freshet.schema_migration"))
                .isEqualTo(before);
    }

    @Test
    void documentsEveryTableInTheDatabaseItself() {
        assertThat(freshet.sql().queryAll("""
            SELECT c.relname FROM pg_class c
            WHERE c.relnamespace = 'freshet'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND c.relname <> 'schema_migration' AND obj_description(c.oid, 'pg_class') IS NULL
            """)).isEmpty();
    }

    @Test
    void refusesAnIllegalTransitionWhoeverAsks() {
        freshet.sql().execute("""
            INSERT INTO freshet.job (name, type, definition) VALUES ('tidy', 'sql', '{}');
            INSERT INTO freshet.run (job, trigger, actor) VALUES ('tidy', 'manual', 'test');
            UPDATE freshet.run SET state = 'running';
            UPDATE freshet.run SET state = 'succeeded', history = 'succeeded', ended_at = clock_timestamp();
            """);
        assertThatThrownBy(() -> freshet.sql()
                        .execute("UPDATE freshet.run SET state = 'running', history = 'active', ended_at = NULL"))
                .hasMessageContaining("cannot go from succeeded to running");
    }

    @Test
    void movesRowsOutOfTheDefaultPartitionWhenTheirOwnIsCreated() {
        freshet.sql().execute("""
            INSERT INTO freshet.tick (job, scheduled_for, outcome) VALUES ('tidy', '2026-03-04 05:06Z', 'fired');
            SELECT freshet.create_partition('freshet.tick', 'week', '2026-03-04 05:06Z');
            """);
        assertThat(freshet.sql().query("SELECT count(*) FROM freshet.tick_20260302"))
                .isEqualTo("1");
        assertThat(freshet.sql().query("SELECT count(*) FROM freshet.tick_default"))
                .isEqualTo("0");
    }

    @Test
    void letsARowIntoThePartitionThatIsBeingMadeForIt() throws Exception {
        freshet.sql().execute("SELECT freshet.drop_partitions('freshet.tick', 'infinity')");
        String insert =
                "INSERT INTO freshet.tick (job, scheduled_for, outcome) VALUES ('tidy', clock_timestamp(), 'fired')";
        CompletableFuture<Void> writer;
        try (Connection maker = freshet.sql().connect();
                Statement statement = maker.createStatement()) {
            maker.setAutoCommit(false);
            statement.execute("SELECT freshet.create_partition('freshet.tick', 'week', clock_timestamp())");
            writer = CompletableFuture.runAsync(() -> freshet.sql().execute(insert));
            await().until(() -> "1".equals(freshet.sql().query("SELECT count(*) FROM pg_locks WHERE NOT granted")));
            maker.commit();
        }
        writer.get(10, TimeUnit.SECONDS);
        assertThat(freshet.sql().query("SELECT count(*) FROM freshet.tick_default"))
                .isEqualTo("0");
        assertThat(freshet.sql().query("SELECT count(*) FROM freshet.tick")).isEqualTo("1");
    }

    @Test
    void dropsOnlyPartitionsWhoseEveryRowIsTooOld() {
        freshet.sql().execute("""
            SELECT freshet.create_partition('freshet.tick', 'week', '2026-03-04Z'),
                   freshet.create_partition('freshet.tick', 'week', '2026-03-11Z'),
                   freshet.create_partition('freshet.materialized_view_refreshes', 'month', '2026-03-11Z');
            """);
        assertThat(freshet.sql().queryAll("SELECT freshet.drop_partitions('freshet.tick', '2026-03-12Z')"))
                .containsExactly("tick_20260302");
    }
}
