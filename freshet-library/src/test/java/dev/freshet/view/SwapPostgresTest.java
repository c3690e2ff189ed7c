// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.RefreshMode;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwapPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** All that a view has beside its rows, without what names or numbers it anew. */
    private static final String SHAPE = """
        SELECT concat_ws(E'\\n', pg_get_userbyid(c.relowner), c.relacl, c.reloptions, obj_description(c.oid, 'pg_class'),
          (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attstattarget, a.attstorage, a.attoptions, a.attacl,
                    col_description(c.oid, a.attnum)), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0),
          (SELECT string_agg(concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisclustered, obj_description(i.indexrelid, 'pg_class'),
                    (SELECT string_agg(a.attstattarget::text, '') FROM pg_attribute a WHERE a.attrelid = i.indexrelid)), ', ' ORDER BY i.indexrelid::regclass::text)
           FROM pg_index i WHERE i.indrelid = c.oid),
          pg_get_viewdef(c.oid))
        FROM pg_class c WHERE c.oid = 'public."Per user"'::regclass
        """;

    private final RefreshFixture fixture = new RefreshFixture();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void createView() {
        fixture.execute("""
            DROP ROLE IF EXISTS swap_owner; DROP ROLE IF EXISTS swap_reader; CREATE ROLE swap_owner; CREATE ROLE swap_reader;
            GRANT CREATE ON SCHEMA public TO swap_owner;
            CREATE TABLE event (id int PRIMARY KEY, user_id int, delay float8);
            INSERT INTO event SELECT i, i % 5, 0 FROM generate_series(1, 100) i; ALTER TABLE event OWNER TO swap_owner;
            CREATE MATERIALIZED VIEW "Per user" WITH (fillfactor = 70, autovacuum_enabled = false)
              AS SELECT user_id AS "User", count(*) AS events, 'user '::text || user_id AS label, max(pg_sleep(delay)::text) AS waited FROM event GROUP BY user_id;
            ALTER MATERIALIZED VIEW "Per user" OWNER TO swap_owner;
            CREATE UNIQUE INDEX "Per user key" ON "Per user" ("User"); COMMENT ON INDEX "Per user key" IS 'the key';
            CREATE INDEX per_user_more ON "Per user" ((events + 1)) WHERE events > 0; ALTER INDEX per_user_more ALTER COLUMN 1 SET STATISTICS 33;
            ALTER MATERIALIZED VIEW "Per user" CLUSTER ON "Per user key";
            COMMENT ON MATERIALIZED VIEW "Per user" IS 'it''s counted'; COMMENT ON COLUMN "Per user".events IS 'how many';
            GRANT SELECT ON "Per user" TO swap_reader WITH GRANT OPTION; GRANT SELECT ("User") ON "Per user" TO PUBLIC;
            ALTER MATERIALIZED VIEW "Per user" ALTER COLUMN events SET STATISTICS 7; ALTER MATERIALIZED VIEW "Per user" ALTER COLUMN events SET (n_distinct = 3);
            ALTER MATERIALIZED VIEW "Per user" ALTER COLUMN label SET STORAGE EXTERNAL;
            """);
        fixture.define("Per user", RefreshMode.SWAP, Duration.ofMillis(200), 20);
    }

    @AfterEach
    void dropDatabase() {
        threads.shutdownNow();
        fixture.execute("DROP OWNED BY swap_owner, swap_reader; DROP ROLE swap_owner, swap_reader");
        fixture.close();
    }

    @Test
    void keepsAllThatTheViewHasBesideItsRows() {
        String before = fixture.query(SHAPE);
        fixture.execute("DELETE FROM event WHERE user_id = 3");
        assertThat(fixture.refresh("Per user")).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.query("SELECT count(*) FROM \"Per user\"")).isEqualTo("4");
        assertThat(fixture.query(SHAPE)).isEqualTo(before).contains("the key", "fillfactor", "swap_reader", "33");
        Refresh refresh = fixture.last("Per user");
        assertThat(refresh.mode()).isEqualTo("swap");
        assertThat(refresh.rowCount()).isEqualTo(4);
        assertThat(leftovers()).isEqualTo("0");
        assertThat(fixture.query("SELECT count(*) FROM freshet.view_state WHERE in_force AND view_oid = '\"Per"
                        + " user\"'::regclass"))
                .isEqualTo("1");
        assertThat(fixture.refresh("Per user")).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.query(SHAPE)).isEqualTo(before);
    }

    @Test
    void refusesAViewThatOthersAreBoundTo() {
        fixture.execute("CREATE VIEW reads_it AS SELECT events FROM \"Per user\"");
        RunError error = fixture.failure("Per user");
        assertThat(error.message()).contains("cannot be refreshed by swap").contains("view public.reads_it");
        fixture.execute("DROP VIEW reads_it; CREATE STATISTICS together ON events, label FROM \"Per user\"");
        assertThat(fixture.failure("Per user").message()).contains("statistics object public.together");
    }

    @Test
    void triesAgainForItsLockWithoutBuildingAnewAndNeverLetsReadersQueueForLong() throws SQLException {
        CompletableFuture<RunOutcome> refresh;
        fixture.execute("DELETE FROM event WHERE user_id = 3");
        try (Connection reader = fixture.freshet().sql().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM \"Per user\"");
            refresh = CompletableFuture.supplyAsync(() -> fixture.refresh("Per user"), threads);
            await().atMost(SOON)
                    .until(() -> fixture.query("SELECT coalesce(max(lock_waits), 0) > 1 FROM"
                                    + " freshet.materialized_view_refreshes")
                            .equals("t"));
            assertThat(fixture.query("SELECT count(*) FROM \"Per user\"")).isEqualTo("5");
        }
        assertThat(refresh.join()).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.query("SELECT count(*) FROM \"Per user\"")).isEqualTo("4");
    }

    @Test
    void leavesTheViewAndNothingBesideItWhenItsBackendDies() {
        fixture.execute("UPDATE event SET delay = 60 WHERE id = 1");
        CompletableFuture<RunOutcome> refresh =
                CompletableFuture.supplyAsync(() -> fixture.refresh("Per user"), threads);
        awaitSleep();
        fixture.query("SELECT pg_terminate_backend(" + fixture.last("Per user").backendPid() + ")");
        assertThat(refresh.join()).isInstanceOf(RunOutcome.Failed.class);
        assertThat(fixture.query("SELECT count(*) FROM \"Per user\"")).isEqualTo("5");
        assertThat(leftovers()).isEqualTo("0");
    }

    @Test
    void leavesAViewThatSomebodyAlteredMeanwhileAsTheyLeftIt() {
        fixture.execute("UPDATE event SET delay = 2 WHERE id = 1");
        CompletableFuture<RunOutcome> refresh =
                CompletableFuture.supplyAsync(() -> fixture.refresh("Per user"), threads);
        awaitSleep();
        fixture.execute("CREATE INDEX made_meanwhile ON \"Per user\" (label)");
        RunOutcome outcome = refresh.join();
        assertThat(((RunOutcome.Failed) outcome).error().message()).contains("altered by somebody else");
        assertThat(fixture.query("SELECT count(*) FROM pg_class WHERE relname = 'made_meanwhile'"))
                .isEqualTo("1");
    }

    @Test
    void isNeverMissingToReaders() {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Long> reader = fixture.repeat("SELECT count(*) FROM \"Per user\"", over, threads);
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.refresh("Per user")).isInstanceOf(RunOutcome.Succeeded.class);
        }
        over.set(true);
        assertThat(reader.join()).isGreaterThan(10);
    }

    @Test
    void isLeftToTheServiceByTheProcedure() {
        fixture.deployGroup("audience", "Per user", "swap");
        assertThat(fixture.callProcedure("audience").join())
                .contains("is refreshed by swap, which only the service does");
    }

    private void awaitSleep() {
        await().atMost(SOON)
                .until(() -> !fixture.freshet()
                        .sql()
                        .queryAll("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname ="
                                + " current_database()")
                        .isEmpty());
    }

    private String leftovers() {
        return fixture.query("SELECT count(*) FROM pg_class WHERE relname LIKE 'freshet\\_%' AND relnamespace ="
                + " 'public'::regnamespace");
    }
}
