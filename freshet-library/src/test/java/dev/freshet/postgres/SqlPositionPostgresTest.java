// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlPositionPostgresTest {

    private static final TestDatabase TEST_DATABASE =
            PostgresServer.shared().createDatabase("empty_template", database -> database.execute("SELECT 1"));

    private static final Database DATABASE = new Database(TEST_DATABASE.dataSource(), TEST_DATABASE.dataSource());

    @AfterAll
    static void dropDatabase() {
        TEST_DATABASE.close();
    }

    /** The fault is marked by «; the mark is no part of the SQL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from «nowhere",
                "select :first::int, :second::int, «nothing",
                "select '💧', :first::int, '?' , ':second', «nothing -- ?",
                "select '{\"a\":1}'::jsonb ? 'a', :first::int, «nothing",
                "select 1; select :first::int; select :second::int, «nothing",
                "select 1;\n\n  select :first::int,\n    «nothing;\nselect 2",
                "/* ; */ select ';'; select :first::int, $$ ; $$, «nothing",
            })
    void pointsAtTheFaultAsItWasWritten(String marked) {
        assertThat(position(marked.replace("«", ""))).isEqualTo(marked.codePointCount(0, marked.indexOf('«')) + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"select nothing; select nothing"})
    void pointsNowhereWhereTwoPlacesCanBeMeant(String sql) {
        assertThat(position(sql)).isNull();
    }

    private static @Nullable Integer position(String sql) {
        try (Session session = DATABASE.openDirect();
                RunningStatement statement = session.prepare(sql)) {
            Map<String, @Nullable String> values = new HashMap<>(Map.of("first", "1", "second", "2"));
            DatabaseException failure = catchThrowableOfType(DatabaseException.class, () -> statement.execute(values));
            return failure.error().position();
        }
    }
}
