// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Databases for the tests of this module: with the schema only, or with history too. */
final class AudienceDatabase {

    static final List<String> AUDIENCE = List.of(
            "landing_hero_stats",
            "analysis_type_stats",
            "top_active_users",
            "recent_activity",
            "user_analysis_summary",
            "daily_analysis_trends",
            "analysis_correlations");

    static final List<String> LEADERBOARDS = List.of("leaderboard_global", "leaderboard_weekly");

    static final List<String> TABLES =
            List.of("timeline_analyses", "sessions", "profile_cache", "rate_limits", "replay_state", "replay_rejects");

    private AudienceDatabase() {}

    static TestDatabase empty() {
        return PostgresServer.shared()
                .createDatabase("audience_schema", database -> AudienceSchema.create(database.dataSource()));
    }

    /** History of 100 days that ended now, so that each window of the views has rows inside and outside. */
    static TestDatabase filled() {
        return PostgresServer.shared()
                .createDatabase(
                        "audience_filled",
                        database -> AudienceDemo.prepare(
                                database.dataSource(), smallOptions(Instant.now()), ProgressListener.none()));
    }

    static AudienceOptions smallOptions(Instant start) {
        return new AudienceOptions(7, start, Duration.ofDays(100), 6_000, 300, 40, null);
    }

    /** A digest of everything in a table. */
    static String content(TestDatabase database, String table) {
        return table + " "
                + database.query(
                        "SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), ''))"
                                + " FROM " + table + " t");
    }
}
