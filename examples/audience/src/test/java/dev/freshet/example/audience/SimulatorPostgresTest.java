// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import static dev.freshet.example.audience.AudienceDatabase.TABLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorPostgresTest {

    private static final Instant START = Instant.parse("2026-03-09T10:11:12.345Z");

    @Test
    void writesTheSameRowsForTheSameSeedAndStart() {
        AudienceOptions options = AudienceDatabase.smallOptions(START);
        assertThat(contentAfter(options)).isEqualTo(contentAfter(options));
    }

    @Test
    void writesOtherRowsForAnotherSeed() {
        AudienceOptions options = AudienceDatabase.smallOptions(START);
        AudienceOptions other = new AudienceOptions(
                options.seed() + 1, START, options.history(), options.analyses(), options.users(), 40, null);
        assertThat(contentAfter(options))
                .doesNotContainAnyElementsOf(contentAfter(other).subList(0, 4));
    }

    @Test
    void fillsAboutWhatWasAskedForWithinTheHistory() {
        List<Progress> seen = new ArrayList<>();
        try (TestDatabase database = AudienceDatabase.empty()) {
            AudienceDemo demo = AudienceDemo.prepare(database.jdbcUrl(), AudienceOptions.startingAt(START), seen::add);

            assertThat(demo.simulated()).isBetween(57_000L, 63_000L);
            assertThat(database.query("SELECT count(*) FROM timeline_analyses")).isEqualTo("" + demo.simulated());
            assertThat(database.query("SELECT min(analyzed_at) >= timestamptz '2025-12-09T10:11:12.345Z'"
                            + " AND max(analyzed_at) < timestamptz '2026-03-09T10:11:12.345Z' FROM timeline_analyses"))
                    .isEqualTo("t");
            // Zipf: the busiest tenth of the users does more than half of it all.
            assertThat(database.query("""
                SELECT sum(n) FILTER (WHERE r <= 200) > sum(n) / 2 FROM (
                    SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS r
                    FROM timeline_analyses GROUP BY user_id) u
                """)).isEqualTo("t");
        }
        assertThat(seen).extracting(Progress::percent).isSorted().endsWith(100);
    }

    @Test
    void leavesATableThatHasRowsAsItIs() throws SQLException {
        try (TestDatabase database = AudienceDatabase.filled()) {
            String before = AudienceDatabase.content(database, "timeline_analyses");
            AudienceDemo demo = AudienceDemo.prepare(
                    database.dataSource(), AudienceDatabase.smallOptions(START), ProgressListener.none());
            assertThat(demo.simulated()).isZero();
            assertThat(AudienceDatabase.content(database, "timeline_analyses")).isEqualTo(before);
        }
    }

    @Test
    void goesOnLiveUntilItIsClosed() {
        try (TestDatabase database = AudienceDatabase.empty()) {
            try (LiveTraffic live = live(database)) {
                awaitMoreThan(database, 5);
                assertThat(live.isBackingOff()).isFalse();
            }
            String whenClosed = database.query("SELECT count(*) FROM timeline_analyses");
            assertThat(database.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND pid <> pg_backend_pid()"))
                    .isEqualTo("0");
            assertThat(database.query("SELECT count(*) FROM timeline_analyses")).isEqualTo(whenClosed);
            assertThat(database.query("SELECT max(analyzed_at) <= now() + interval '1 second' FROM timeline_analyses"))
                    .isEqualTo("t");
            assertThat(database.query("SELECT count(*) > 0 FROM profile_cache")).isEqualTo("t");
            assertThat(database.query("SELECT sum(requests) FROM rate_limits")).isEqualTo(whenClosed);
        }
    }

    @Test
    void goesOnAfterTheDatabaseWasAway() {
        try (TestDatabase database = AudienceDatabase.empty();
                LiveTraffic live = live(database)) {
            awaitMoreThan(database, 0);
            database.execute("ALTER TABLE timeline_analyses RENAME TO away");
            await().atMost(Duration.ofSeconds(20)).until(live::isBackingOff);
            database.execute("ALTER TABLE away RENAME TO timeline_analyses");
            int before = count(database);
            awaitMoreThan(database, before);
            assertThat(live.isBackingOff()).isFalse();
        }
    }

    private static LiveTraffic live(TestDatabase database) {
        AudienceOptions options = new AudienceOptions(7, Instant.now(), Duration.ofDays(1), 0, 100, 1_200, null);
        return new AudienceSimulator(options).startLive(database.dataSource(), InstantSource.system());
    }

    private static void awaitMoreThan(TestDatabase database, int rows) {
        await().atMost(Duration.ofSeconds(20)).until(() -> count(database) > rows);
    }

    private static int count(TestDatabase database) {
        return Integer.parseInt(String.valueOf(database.query("SELECT count(*) FROM timeline_analyses")));
    }

    private static List<String> contentAfter(AudienceOptions options) {
        try (TestDatabase database = AudienceDatabase.empty()) {
            AudienceDemo.prepare(database.dataSource(), options, ProgressListener.none());
            return TABLES.stream()
                    .map(table -> AudienceDatabase.content(database, table))
                    .toList();
        }
    }
}
