// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPostgresTest {

    private static final TestDatabase TEST_DATABASE =
            PostgresServer.shared().createDatabase("empty_template", database -> database.execute("SELECT 1"));

    private final Database database = new Database(TEST_DATABASE.dataSource(), TEST_DATABASE.dataSource());

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.001S", "PT-1.5S", "PT1M30.25S", "P180D", "P36525D"})
    void bindsDurationsOfAnyLength(Duration duration) {
        double seconds = database.call(session -> session.query("SELECT extract(epoch FROM :d::interval)::float8 AS s")
                .bind("d", duration)
                .one(row -> row.nullableDecimal("s") == null ? Double.NaN : row.nullableDecimal("s")));
        assertThat(seconds).isEqualTo(duration.toMillis() / 1000.0);
    }

    @Test
    void sendsQuestionMarkOperatorsAndSlicesAsTheyAre() {
        boolean found =
                database.call(session -> session.query("""
                    SELECT '{"a": 1}'::jsonb ? :key AND (ARRAY[1, 2, 3])[2:3] = ARRAY[2, 3] AND ':key' = E'\\:key' AS found -- :no
                    """).bind("key", "a").one(row -> row.bool("found")));
        assertThat(found).isTrue();
    }
}
