// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseOpenPostgresTest {

    private TestDatabase database = PostgresServer.shared().createDatabase("empty", created -> {});

    @BeforeEach
    void create() {
        database.close();
        database = PostgresServer.shared().createDatabase("empty", created -> {});
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void namesItselfToTheServer() {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        try (Database opened = Database.open(url, url, 2)) {
            String name = opened.call(session -> session.query("SELECT current_setting('application_name') AS name")
                    .one(row -> row.text("name")));
            assertThat(name).isEqualTo("freshet");
        }
    }

    @Test
    void leavesNoConnectionBehindWhenClosed() {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        Database.open(url, url, 2).close();
        await().untilAsserted(() -> assertThat(
                        database.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND"
                                + " application_name = 'freshet'"))
                .isEqualTo("0"));
    }

    @Test
    void aDirectSessionLeavesNoLockOrSettingToTheNextOne() {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        try (Database opened = Database.open(url, url, 2)) {
            try (Session session = opened.openDirect()) {
                session.execute("SET statement_timeout = '7s'; SELECT pg_advisory_lock(1); LISTEN something");
            }
            assertThat(database.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                    .isEqualTo("0");
            try (Session session = opened.openDirect()) {
                String timeout = session.query("SHOW statement_timeout").one(row -> row.text("statement_timeout"));
                assertThat(timeout).isEqualTo("0");
            }
        }
    }

    @Test
    void keepsNoPreparedStatementWhereATransactionPoolerMayStandBetween() {
        DatabaseUrl direct = DatabaseUrl.parse(database.url());
        DatabaseUrl pooled = DatabaseUrl.parse(database.url() + "?application_name=pooled");
        try (Database opened = Database.open(pooled, direct, 2)) {
            long prepared = opened.call(session -> {
                for (int i = 0; i < 20; i++) {
                    session.query("SELECT :number::int AS number")
                            .bind("number", i)
                            .one(row -> row.integer("number"));
                }
                return session.query("SELECT count(*) AS n FROM pg_prepared_statements")
                        .one(row -> row.number("n"));
            });
            assertThat(prepared).isZero();
        }
    }

    @Test
    void saysWhatIsWrongWhenNobodyAnswers() {
        DatabaseUrl url = new DatabaseUrl("127.0.0.1", 1, "d", "ann", "secret", Map.of());
        assertThatThrownBy(() -> Database.open(url, url, 1))
                .isInstanceOfSatisfying(
                        FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE))
                .hasMessageContaining("postgresql://ann:***@127.0.0.1:1/d")
                .hasMessageContaining("refused");
    }

    @Test
    void saysWhatIsWrongWhenTheDatabaseDoesNotExist() {
        DatabaseUrl url = DatabaseUrl.parse(database.url()).withDatabase("nowhere");
        assertThatThrownBy(() -> Database.open(url, url, 1)).hasMessageContaining("\"nowhere\" does not exist");
    }
}
