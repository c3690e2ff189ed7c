// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import static dev.freshet.example.audience.AudienceDatabase.AUDIENCE;
import static dev.freshet.example.audience.AudienceDatabase.LEADERBOARDS;
import static dev.freshet.example.audience.AudienceDatabase.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaPostgresTest {

    private static final String FINGERPRINT = """
        SELECT string_agg(c.relkind::text || ' ' || c.relname || ' ' || c.oid, ', ' ORDER BY c.oid)
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
        """;

    static Stream<String> views() {
        return Stream.concat(AUDIENCE.stream(), LEADERBOARDS.stream());
    }

    @ParameterizedTest
    @MethodSource("views")
    void refreshesConcurrentlyToExactlyWhatItsQuerySays(String view) throws SQLException {
        try (TestDatabase database = AudienceDatabase.filled();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY " + view);
            String query = value(statement, "SELECT rtrim(pg_get_viewdef('" + view + "'::regclass), ';')");

            assertThat(value(statement, "SELECT count(*) FROM " + view)).isNotEqualTo("0");
            assertThat(value(
                            statement,
                            "SELECT count(*) FROM (TABLE " + view + " EXCEPT ALL (" + query + ")) AS only_stored"))
                    .isEqualTo("0");
            assertThat(value(
                            statement,
                            "SELECT count(*) FROM ((" + query + ") EXCEPT ALL TABLE " + view + ") AS only_queried"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void refreshesConcurrentlyWhileItIsEmpty(String view) {
        try (TestDatabase database = AudienceDatabase.empty()) {
            database.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY " + view);
        }
    }

    @Test
    void showsTheSameWhateverTheTimeZoneOfTheSession() throws SQLException {
        try (TestDatabase database = AudienceDatabase.filled();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String view : views().toList()) {
                // In one transaction now() stands still, so a row more or less is due to the zone.
                statement.execute("SET LOCAL TimeZone = 'America/Havana'");
                statement.execute("REFRESH MATERIALIZED VIEW " + view);
                statement.execute("CREATE TEMP TABLE there_" + view + " AS TABLE " + view);
                statement.execute("SET LOCAL TimeZone = 'Pacific/Kiritimati'");
                statement.execute("REFRESH MATERIALIZED VIEW " + view);
                assertThat(value(
                                statement,
                                "SELECT count(*) FROM (TABLE there_" + view + " EXCEPT ALL TABLE " + view
                                        + ") AS gone"))
                        .as(view)
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void keepsEverythingWhenItIsAppliedAgain() throws SQLException {
        try (TestDatabase database = AudienceDatabase.filled()) {
            database.execute("REFRESH MATERIALIZED VIEW landing_hero_stats");
            String objects = database.query(FINGERPRINT);
            List<String> contents = contents(database);

            AudienceSchema.create(database.dataSource());

            assertThat(database.query(FINGERPRINT)).isEqualTo(objects);
            assertThat(contents(database)).isEqualTo(contents);
        }
    }

    @Test
    void needsNoSuperuser() {
        try (TestDatabase database = AudienceDatabase.empty()) {
            database.execute("""
                CREATE ROLE audience_app;
                CREATE SCHEMA app AUTHORIZATION audience_app;
                """);
            database.execute("SET ROLE audience_app; SET search_path TO app; " + AudienceSchema.sql());
            assertThat(database.query("SELECT count(*) FROM pg_matviews WHERE schemaname = 'app'"))
                    .isEqualTo("9");
            // The function finds the views of its own schema, whatever the caller's search path is.
            assertThat(database.queryAll("SELECT status FROM app.refresh_audience_views()"))
                    .containsOnly("success")
                    .hasSize(7);
            database.execute("DROP SCHEMA app CASCADE; DROP ROLE audience_app");
        }
    }

    @Test
    void refreshesTheSevenViewsForAnApplication() {
        try (TestDatabase database = AudienceDatabase.filled()) {
            assertThat(database.queryAll("SELECT name || ' ' || status FROM refresh_audience_views()"))
                    .containsExactlyElementsOf(
                            AUDIENCE.stream().map(view -> view + " success").toList());
            assertThat(database.query("SELECT total_analyses > 0 FROM landing_hero_stats"))
                    .isEqualTo("t");
            assertThat(database.query("SELECT bool_and(duration > interval '0') FROM refresh_audience_views()"))
                    .isEqualTo("t");
        }
    }

    @Test
    void reportsTheViewThatFailsAndRefreshesTheOthers() {
        try (TestDatabase database = AudienceDatabase.filled()) {
            database.execute("DROP INDEX recent_activity_key");
            assertThat(database.query("SELECT status FROM refresh_audience_views() WHERE name = 'recent_activity'"))
                    .startsWith("failed: cannot refresh materialized view \"public.recent_activity\" concurrently");
            assertThat(database.queryAll("SELECT status FROM refresh_audience_views() WHERE name <> 'recent_activity'"))
                    .hasSize(6)
                    .containsOnly("success");
        }
    }

    @Test
    void countsADocumentWithoutANumberAsNotMeasured() {
        try (TestDatabase database = AudienceDatabase.empty()) {
            database.execute("""
                INSERT INTO timeline_analyses (user_id, target_did, flow_data, clout_data, kudos_data)
                VALUES (gen_random_uuid(), 'a', '{"score": 10}', '{"score": "many"}', '{}')
                """);
            assertThat(database.queryAll("SELECT status FROM refresh_audience_views()"))
                    .containsOnly("success");
            assertThat(database.query("SELECT average_engagement FROM landing_hero_stats"))
                    .isEqualTo("10.0000");
            assertThat(database.queryAll(
                            "SELECT analysis_type || ' ' || total_analyses FROM analysis_type_stats ORDER BY 1"))
                    .containsExactly("clout 0", "flow 1", "kudos 0", "pulse 0");
        }
    }

    @Test
    void letsTheSimulatedMetricsCorrelate() {
        try (TestDatabase database = AudienceDatabase.filled()) {
            database.execute("SELECT refresh_audience_views()");
            assertThat(database.query("SELECT correlation BETWEEN 0.5 AND 0.95 FROM analysis_correlations"
                            + " WHERE metric_a = 'clout' AND metric_b = 'kudos'"))
                    .isEqualTo("t");
            assertThat(database.query("SELECT correlation < -0.1 FROM analysis_correlations"
                            + " WHERE metric_a = 'clout' AND metric_b = 'pulse'"))
                    .isEqualTo("t");
        }
    }

    private static List<String> contents(TestDatabase database) {
        return Stream.concat(TABLES.stream(), views())
                .map(table -> AudienceDatabase.content(database, table))
                .toList();
    }

    private static @Nullable String value(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
