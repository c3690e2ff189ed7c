// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfterCommitPostgresTest {

    private static final TestDatabase TEST_DATABASE =
            PostgresServer.shared().createDatabase("empty_template", database -> database.execute("SELECT 1"));

    private final Database database = new Database(TEST_DATABASE.dataSource(), TEST_DATABASE.dataSource());
    private final List<String> done = new ArrayList<>();

    @Test
    void happensOnceTheTransactionIsCommitted() {
        database.transaction(session -> {
            session.afterCommit(() -> done.add("told"));
            assertThat(done).isEmpty();
            return session;
        });
        assertThat(done).containsExactly("told");
    }

    @Test
    void neverHappensWhenTheTransactionFails() {
        assertThatThrownBy(() -> database.transaction(session -> {
                    session.afterCommit(() -> done.add("told"));
                    session.execute("SELECT 1 / 0");
                    return session;
                }))
                .isInstanceOf(DatabaseException.class);
        assertThat(done).isEmpty();
    }

    @Test
    void happensAtOnceOutsideOfATransaction() {
        database.run(session -> session.afterCommit(() -> done.add("told")));
        assertThat(done).containsExactly("told");
    }
}
