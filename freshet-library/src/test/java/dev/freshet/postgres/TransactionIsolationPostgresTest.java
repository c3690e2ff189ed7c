// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import org.junit.jupiter.api.Test;

class TransactionIsolationPostgresTest {

    @Test
    void isReadCommittedWhateverTheDatabaseHasByDefault() {
        TestDatabase test =
                PostgresServer.shared().createDatabase("empty_template", created -> created.execute("SELECT 1"));
        test.execute("DO $$ BEGIN EXECUTE format($f$ALTER DATABASE %I SET default_transaction_isolation = 'repeatable"
                + " read'$f$, current_database()); END $$");
        try (Database database = new Database(test.dataSource(), test.dataSource())) {
            String isolation = "SELECT current_setting('transaction_isolation') AS isolation";
            assertThat(database.<String>call(session -> session.query(isolation).one(row -> row.text("isolation"))))
                    .isEqualTo("repeatable read");
            assertThat(database.<String>transaction(
                            session -> session.query(isolation).one(row -> row.text("isolation"))))
                    .isEqualTo("read committed");
        }
    }
}
