// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The definitions of {@code freshet.yaml}, read as plain YAML, against the schema they are for. */
class DefinitionsPostgresTest {

    private static final String LATEST = "(SELECT max(analyzed_at) FROM timeline_analyses)";

    private final JsonNode definitions = new YAMLMapper().readTree(AudienceDemo.definitions());

    @ParameterizedTest
    @CsvSource({
        "cleanup_expired_sessions, sessions, 2 expired sessions deleted",
        "cleanup_profile_cache, profile_cache, 2 expired profiles deleted",
        "cleanup_rate_limits, rate_limits, 2 expired rate-limit windows deleted"
    })
    void deletesExactlyWhatHasExpired(String job, String table, String notice) throws SQLException {
        try (TestDatabase database = AudienceDatabase.empty()) {
            fill(database);
            assertThat(noticeOf(
                            database, definitions.at("/jobs/" + job + "/sql").stringValue()))
                    .isEqualTo(notice);
            assertThat(database.queryAll("SELECT count(*) || ' ' || bool_and(expires_at > now()) FROM " + table))
                    .containsExactly("1 true");
            for (String other : List.of("sessions", "profile_cache", "rate_limits")) {
                assertThat(database.query("SELECT count(*) FROM " + other)).isEqualTo(other.equals(table) ? "1" : "3");
            }
        }
    }

    @Test
    void namesEveryViewOfTheSchemaInItsGroup() {
        try (TestDatabase database = AudienceDatabase.empty()) {
            assertThat(definitions.get("views").propertyNames())
                    .containsExactlyInAnyOrderElementsOf(database.queryAll("SELECT matviewname FROM pg_matviews"));
        }
        for (String view : AudienceDatabase.AUDIENCE) {
            assertThat(definitions.at("/views/" + view + "/group").stringValue())
                    .isEqualTo("audience");
        }
        for (String view : AudienceDatabase.LEADERBOARDS) {
            assertThat(definitions.at("/views/" + view + "/group").stringValue())
                    .isEqualTo("refresh_leaderboards");
        }
    }

    @Test
    void findsSomethingToCleanUpAfterSimulatedHistory() {
        try (TestDatabase database = AudienceDatabase.filled()) {
            for (String table : List.of("sessions", "profile_cache", "rate_limits")) {
                assertThat(database.query("SELECT count(*) > 0 FROM " + table + " WHERE expires_at <= now()"))
                        .as(table)
                        .isEqualTo("t");
            }
        }
    }

    @Test
    void reportsToEachTeamWhatItsUsersDid() {
        try (TestDatabase database = AudienceDatabase.filled()) {
            String select = report("select");
            assertThat(database.queryAll("SELECT key || ' ' || email FROM (" + select + ") AS team"))
                    .containsExactly(
                            "Harbour harbour@audience.example",
                            "Meadow meadow@audience.example",
                            "Orchard orchard@audience.example",
                            "River river@audience.example",
                            "Summit summit@audience.example");
            assertThat(database.query("SELECT sum(replace(analyses, ',', '')::int) FROM (" + select + ") AS team"))
                    .isEqualTo(database.query("SELECT count(*) FROM timeline_analyses WHERE analyzed_at <= " + LATEST
                            + " AND analyzed_at > " + LATEST + " - interval '24 hours'"));
            assertThat(database.query("SELECT count(*) || ' ' || max(share) FROM (" + report("query") + ") AS week"))
                    .isEqualTo("7 100");
        }
    }

    /** The SQL of the report, at the moment of the last event. */
    private String report(String key) {
        return definitions
                .at("/jobs/team_activity/" + key)
                .stringValue()
                .replace(":logical_time", LATEST)
                .replace(":key", "'Harbour'");
    }

    private static void fill(TestDatabase database) {
        database.execute("""
            CREATE TEMP TABLE moment AS SELECT unnest(ARRAY[
                now() - interval '40 days', now() - interval '1 second', now() + interval '1 hour']) AS expires_at;
            INSERT INTO sessions SELECT gen_random_uuid(), gen_random_uuid(), now(), expires_at FROM moment;
            INSERT INTO profile_cache SELECT expires_at::text, '{}', now(), expires_at FROM moment;
            INSERT INTO rate_limits SELECT gen_random_uuid(), now(), 1, expires_at FROM moment;
            """);
    }

    private static @Nullable String noticeOf(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            SQLWarning warning = statement.getWarnings();
            return warning == null ? null : warning.getMessage();
        }
    }
}
