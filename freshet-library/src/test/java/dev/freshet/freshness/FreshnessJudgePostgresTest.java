// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshnessJudgePostgresTest {

    private final Promised views = new Promised();
    private final FreshnessQueries queries = new FreshnessQueries();

    @BeforeEach
    void createView() {
        views.execute(
                "CREATE TABLE sale (amount int); CREATE MATERIALIZED VIEW total AS SELECT sum(amount) AS total FROM"
                        + " sale");
    }

    @AfterEach
    void close() {
        views.close();
    }

    @Test
    void keepsABreachFromTheMomentThePromiseBrokeUntilTheRefreshThatMendedIt() {
        refreshThenPromise("1s");
        views.node().freshet().control().pause("total", TestNode.TESTER, "month end", null);
        views.awaitAnswer("1", "SELECT count(*) FROM freshet.breach WHERE ended_at IS NULL AND causes ? 'paused'");
        assertThat(views.query("""
            SELECT b.began_at = greatest(r.as_of + interval '1 s', p.promised_at) AND b.change_at = r.as_of AND b.sla = interval '1 s'
            FROM freshet.breach b, freshet.materialized_view_refreshes r, freshet.freshness_promise p
            """)).isEqualTo("t");

        views.node().freshet().control().resume("total", TestNode.TESTER, null);
        views.refresh("total");
        views.awaitAnswer("1", "SELECT count(*) FROM freshet.breach WHERE ended_at IS NOT NULL");
        assertThat(views.query("""
            SELECT b.ended_at = r.completed_at AND b.worst_lag = b.ended_at - b.change_at
            FROM (SELECT * FROM freshet.breach ORDER BY id LIMIT 1) b,
              (SELECT max(completed_at) AS completed_at FROM freshet.materialized_view_refreshes) r
            """)).isEqualTo("t");
        Breach breach = list().getLast();
        assertThat(breach.causes()).containsKey(CauseKind.PAUSED);
        assertThat(breach.causes().get(breach.causeKind()))
                .isEqualTo(Collections.max(breach.causes().values()));
    }

    @Test
    void countsAttainmentFromTheFirstPromise() {
        refreshThenPromise("1s");
        views.awaitAnswer("1", "SELECT count(*) FROM freshet.breach WHERE ended_at IS NULL");
        Instant now = views.freshness("total").at();
        Attainment attainment = Objects.requireNonNull(views.node()
                .database()
                .database()
                .call(session -> queries.attainment(session, null, now))
                .get("total"));
        Instant promised = Objects.requireNonNull(views.freshness("total").promisedSince());
        double broken = Duration.between(list().getFirst().beganAt(), now).toMillis();
        assertThat(attainment.day())
                .isEqualTo(1 - broken / Duration.between(promised, now).toMillis());
        assertThat(attainment.month()).isEqualTo(attainment.day());
    }

    @Test
    void keepsAPeakWithEachRefreshSoThatTheCurveFallsWhereItFell() {
        views.declare("total: { freshness: 15m, " + Promised.NEVER + " }");
        views.awaitAnswer("unknown", "SELECT max(status) FROM freshet.freshness_history");
        views.refresh("total");
        views.awaitAnswer("fresh", "SELECT status FROM freshet.freshness_history ORDER BY sampled_at DESC LIMIT 1");
        views.refresh("total");
        views.awaitAnswer("2", "SELECT count(DISTINCT refreshed_at) FROM freshet.freshness_history");
        Instant now = Instant.now().plusSeconds(60);
        List<Sample> samples = views.node()
                .database()
                .database()
                .call(session -> queries.listSamples(session, "total", Instant.EPOCH, now, 100));
        assertThat(samples).extracting(Sample::status).contains(FreshnessStatus.UNKNOWN, FreshnessStatus.FRESH);
        Sample last = samples.getLast();
        Sample peak = samples.get(samples.size() - 2);
        assertThat(peak.at()).isBefore(last.at());
        assertThat(peak.lag()).isGreaterThan(last.lag());
        assertThat(peak.at().plusMillis(1)).isEqualTo(last.refreshedAt());
    }

    @Test
    void endsTheBreachOfAViewThatIsNotDeclaredAnyMore() {
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        views.refresh("total");
        views.awaitAnswer("1", "SELECT count(*) FROM freshet.breach WHERE ended_at IS NULL");
        views.apply("freshet: 1\njobs: { other: { type: sql, sql: select 1 } }\n");
        views.awaitAnswer("0", "SELECT count(*) FROM freshet.breach WHERE ended_at IS NULL");
        assertThat(views.query("SELECT count(*) FROM freshet.freshness_promise WHERE ended_at IS NULL"))
                .isEqualTo("0");
    }

    @Test
    void theTroubleOfOneViewIsNotThatOfTheOthers() {
        views.execute(
                "CREATE MATERIALIZED VIEW other AS SELECT 1 AS one; CREATE MATERIALIZED VIEW third AS SELECT 1 AS one");
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }\nother: { freshness: 1s, " + Promised.NEVER
                + " }\nthird: { freshness: 1h, " + Promised.NEVER + " }");
        views.execute("""
            ALTER TABLE freshet.breach ADD CONSTRAINT trouble CHECK (name <> 'other');
            UPDATE freshet.definition SET body = body || '{"freshness": {"time-zone": "Mars/Olympus", "windows": [], "target": "1s"}}'
            WHERE name = 'third';
            """);
        views.awaitAnswer("1", "SELECT count(*) FROM freshet.breach WHERE name = 'total' AND ended_at IS NULL");
        assertThat(views.query("SELECT count(*) FROM freshet.breach WHERE name <> 'total'"))
                .isEqualTo("0");
    }

    @Test
    void keepsBreachesForAsLongAsAttainmentCountsThem() {
        views.execute("""
            INSERT INTO freshet.breach (name, began_at, ended_at, sla, worst_lag, cause_kind, cause, judged_at)
            SELECT 'old', at - interval '1 h', at, '1 s', '1 h', 'load', 'load', at
            FROM (SELECT clock_timestamp() - days * interval '1 day' AS at FROM unnest(ARRAY[20, 40]) days) a
            """);
        views.node()
                .database()
                .database()
                .run(session -> new BreachStore().deleteOlderThan(session, Duration.ofDays(1)));
        assertThat(views.query("SELECT count(*) FROM freshet.breach")).isEqualTo("1");
    }

    @Test
    void looksAtMostOnceASecondHoweverMuchIsRefreshed() {
        views.awaitAnswer("1", "SELECT count(*) FROM freshet.freshness_look");
        String first = views.query("SELECT looked_at FROM freshet.freshness_look");
        org.awaitility.Awaitility.await("another look").until(() -> {
            views.execute("SELECT pg_notify('freshet', 'refresh')");
            return !views.query("SELECT looked_at FROM freshet.freshness_look").equals(first);
        });
        assertThat(views.query("SELECT looked_at >= '" + first + "'::timestamptz + interval '1 s' FROM"
                        + " freshet.freshness_look"))
                .isEqualTo("t");
    }

    @Test
    void remembersWhichPromiseWasInForceWhen() {
        views.declare("total: { freshness: 15m, " + Promised.NEVER + " }");
        views.declare("total: { freshness: 15m, owner: sales, " + Promised.NEVER + " }");
        views.declare("total: { freshness: 5m, " + Promised.NEVER + " }");
        assertThat(views.node().database().sql().queryAll("""
            SELECT promise #>> '{}' || CASE WHEN ended_at IS NULL THEN ' in force' ELSE '' END
            FROM freshet.freshness_promise ORDER BY promised_at
            """)).containsExactly("15m", "5m in force");
    }

    /** So that the time until the first refresh is no breach, however slow the machine. */
    private void refreshThenPromise(String sla) {
        views.declare("total: { " + Promised.NEVER + " }");
        views.refresh("total");
        views.declare("total: { freshness: " + sla + ", " + Promised.NEVER + " }");
    }

    private List<Breach> list() {
        return views.node()
                .database()
                .database()
                .call(session -> queries.listBreaches(session, "total", false, null, 10));
    }
}
