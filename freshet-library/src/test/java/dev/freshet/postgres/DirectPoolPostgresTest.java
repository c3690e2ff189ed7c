// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sessions leave in the pool of direct connections. */
class DirectPoolPostgresTest {

    private final TestDatabase testDatabase =
            PostgresServer.shared().createDatabase("empty_template", database -> database.execute("SELECT 1"));
    private final Database database = open();

    @BeforeEach
    void createRole() {
        testDatabase.execute(
                "DO $$ BEGIN CREATE ROLE guest; EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'there'; END $$");
    }

    @AfterEach
    void close() {
        database.close();
        testDatabase.close();
    }

    @Test
    void givesThePlaceOfAnAbandonedSessionBack() {
        for (int i = 0; i < 20; i++) {
            Session session = database.openDirect();
            session.execute("SELECT 1");
            session.abandon();
        }
        try (Session session = database.openDirect()) {
            session.execute("SELECT 1");
        }
    }

    @Test
    void neverHandsOutASessionThatWasAbandonedAndClosed() {
        for (int i = 0; i < 5; i++) {
            Session session = database.openDirect();
            session.abandon();
            session.close();
            try (Session next = database.openDirect()) {
                next.execute("SELECT 1");
            }
        }
    }

    @Test
    void leavesNothingOfOneUserOfAConnectionToTheNext() {
        int pid;
        try (Session session = database.openDirect()) {
            pid = session.backendPid();
            session.execute("SET ROLE guest; SET ROLE NONE; CREATE TEMP TABLE left_over (id int); LISTEN left_over");
            session.execute(
                    "SET session_replication_role = replica; SET statement_timeout = 17; SET work_mem = '77kB'");
            session.execute("SELECT pg_advisory_lock(17); PREPARE left_over AS SELECT 1; SET application_name = 'x'");
            // Often enough for the driver to prepare it on the server.
            for (int i = 0; i < 8; i++) {
                prepared(session);
            }
            session.execute("SET ROLE guest");
        }
        try (Session session = database.openDirect()) {
            assertThat(session.backendPid()).as("the same connection").isEqualTo(pid);
            assertThat(text(session, "SELECT current_user::text")).isEqualTo("postgres");
            assertThat(text(session, "SHOW session_replication_role")).isEqualTo("origin");
            assertThat(text(session, "SHOW statement_timeout")).isEqualTo("0");
            assertThat(text(session, "SHOW work_mem")).isNotEqualTo("77kB");
            assertThat(text(session, "SHOW application_name")).isEqualTo("freshet");
            assertThat(text(session, "SELECT count(*)::text FROM pg_listening_channels()"))
                    .isEqualTo("0");
            assertThat(text(session, "SELECT count(*)::text FROM pg_prepared_statements WHERE name = 'left_over'"))
                    .isEqualTo("0");
            assertThat(text(session, "SELECT (to_regclass('left_over') IS NULL)::text"))
                    .isEqualTo("true");
            assertThat(text(
                            session,
                            "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND pid ="
                                    + " pg_backend_pid()"))
                    .isEqualTo("0");
            assertThat(prepared(session)).isEqualTo("7");
        }
    }

    @Test
    void dropsASessionThatWasLeftInATransactionOfItsOwnSql() {
        try (Session session = database.openDirect()) {
            session.execute("BEGIN; CREATE TABLE never (id int)");
        }
        try (Session session = database.openDirect()) {
            assertThat(text(session, "SELECT (to_regclass('never') IS NULL)::text"))
                    .isEqualTo("true");
            assertThat(text(session, "SELECT (now() > clock_timestamp() - interval '5 s')::text"))
                    .isEqualTo("true");
        }
    }

    @Test
    void letsTheServerEndATransactionWhoseNodeFellSilent() {
        String show = "SHOW idle_in_transaction_session_timeout";
        String within = database.transaction(session -> text(session, show));
        String outside = database.call(session -> text(session, show));
        assertThat(within).isNotEqualTo("0");
        assertThat(outside).isEqualTo("0");
    }

    private static String prepared(Session session) {
        return session.query("SELECT (:a::int + 4)::text AS value").bind("a", 3).one(row -> row.text("value"));
    }

    private static String text(Session session, String sql) {
        return session.query(sql).one(row -> String.valueOf(row.nullableText(1)));
    }

    private Database open() {
        DatabaseUrl url = DatabaseUrl.parse(testDatabase.url());
        return Database.open(url, url, 1);
    }
}
