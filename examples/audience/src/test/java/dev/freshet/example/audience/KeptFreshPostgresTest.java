// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.audit.Actor;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example as Freshet keeps it fresh, with promises short enough to wait for; on the real events where they are at hand. */
class KeptFreshPostgresTest {

    private static final Duration PROMISE = Duration.ofSeconds(12);
    /** For a machine that does a lot else. */
    private static final Duration SLACK = Duration.ofSeconds(8);

    private static final List<String> ALL_TIME = List.of("leaderboard_global", "user_analysis_summary");

    private final TestDatabase database = AudienceDatabase.empty();
    private final DatabaseUrl url = DatabaseUrl.parse(database.url());
    private final Database pools = Database.open(url, url, 8);
    private final Freshet freshet = Freshet.builder(pools).drain(Duration.ZERO).build();

    @BeforeEach
    void promise() {
        freshet.start();
        String promised = Pattern.compile("freshness: \\w+")
                .matcher(AudienceDemo.definitions())
                .replaceAll("freshness: " + PROMISE.toSeconds() + "s");
        DefinitionReading.Valid read = DefinitionReader.read(List.of(new DefinitionSource("freshet.yaml", promised)))
                .orThrow();
        freshet.apply(read.definitions(), read.sources(), new Actor("tester", "test"), null);
        awaitAnswer(
                "9",
                "SELECT count(DISTINCT view_name) FROM freshet.materialized_view_refreshes WHERE status = 'success'");
    }

    @AfterEach
    void drop() {
        freshet.close();
        pools.close();
        database.close();
    }

    @Test
    void refreshesAllTimeForWhatCameAndWindowsForTheirAge() {
        fill();
        awaitShown();
        assertThat(database.query("SELECT sum(total_analyses) FROM user_analysis_summary"))
                .isEqualTo(database.query("SELECT count(*) FROM timeline_analyses"));
        assertThat(database.queryAll("SELECT name FROM freshet.freshness WHERE measured = 'changes' ORDER BY name"))
                .containsExactlyElementsOf(ALL_TIME);
        assertThat(database.queryAll("SELECT DISTINCT why_age FROM freshet.freshness WHERE measured = 'age'"))
                .containsExactly("uses now()");

        // Nothing comes: what shows all time lags by nothing and is left alone, however often windows are refreshed.
        long before = number("SELECT max(id) FROM freshet.materialized_view_refreshes");
        awaitAnswer("7", """
            SELECT count(*) FROM (
              SELECT view_name FROM freshet.materialized_view_refreshes WHERE status = 'success' AND id > %d
              GROUP BY view_name HAVING count(*) >= 2) refreshed
            """.formatted(before));
        assertThat(database.queryAll(
                        "SELECT DISTINCT view_name || ' ' || status FROM freshet.materialized_view_refreshes"
                                + " WHERE id > " + before
                                + " AND view_name IN ('leaderboard_global', 'user_analysis_summary')"
                                + " ORDER BY 1"))
                .containsExactly("leaderboard_global skipped", "user_analysis_summary skipped");
        assertThat(database.queryAll("SELECT name FROM freshet.freshness WHERE lag = interval '0' ORDER BY name"))
                .containsExactlyElementsOf(ALL_TIME);

        database.execute("""
            INSERT INTO timeline_analyses (user_id, target_did, clout_data, kudos_data)
            VALUES (gen_random_uuid(), 'did:plc:late', '{"score": 1e9}', '{"score": 1}')
            """);
        awaitShown();
        assertThat(database.query("SELECT points FROM leaderboard_global WHERE rank = 1"))
                .isEqualTo("1000000001");
        assertThat(database.query(
                        "SELECT DISTINCT trigger FROM freshet.run WHERE job IN ('audience', 'refresh_leaderboards')"))
                .isEqualTo("freshness");
    }

    /** Until all time shows what is there, which it was promised to. */
    private void awaitShown() {
        for (String view : ALL_TIME) {
            String query = Objects.requireNonNull(
                    database.query("SELECT rtrim(pg_get_viewdef('" + view + "'::regclass), ';')"));
            await(view + " shows everything")
                    .atMost(PROMISE.plus(SLACK))
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> "0"
                                    .equals(database.query("SELECT count(*) FROM (TABLE " + view + " EXCEPT ALL ("
                                            + query + ")) different"))
                            && "0"
                                    .equals(database.query("SELECT count(*) FROM ((" + query + ") EXCEPT ALL TABLE "
                                            + view + ") different")));
        }
    }

    private void fill() {
        Path data = Path.of(System.getProperty("freshet.root", "."), "..", "shared", "data")
                .toAbsolutePath()
                .normalize();
        @Nullable Path real = CommitReplay.find(data).isPresent() ? data : null;
        AudienceDemo.prepare(
                database.dataSource(),
                AudienceDatabase.smallOptions(Instant.now()).withData(real),
                ProgressListener.none());
    }

    private long number(String sql) {
        return Long.parseLong(Objects.requireNonNull(database.query(sql), sql));
    }

    private void awaitAnswer(String expected, String sql) {
        await(sql)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> expected.equals(database.query(sql)));
    }
}
