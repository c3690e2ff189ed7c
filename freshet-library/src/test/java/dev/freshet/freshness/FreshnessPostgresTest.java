// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.job.RunState;
import dev.freshet.testing.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code freshet.freshness} says of views, each brought into the state by what really leads to it. */
class FreshnessPostgresTest {

    private final Promised views = new Promised();

    @BeforeEach
    void createView() {
        views.execute("""
            CREATE TABLE sale (amount int NOT NULL, pace float NOT NULL DEFAULT 0);
            INSERT INTO sale VALUES (1);
            CREATE MATERIALIZED VIEW total AS SELECT sum(100 / amount) AS total, count(pg_sleep(pace)) AS sales FROM sale;
            """);
    }

    @AfterEach
    void close() {
        views.close();
    }

    @Test
    void isFreshWithinItsPromise() {
        views.declare("total: { freshness: 15m, " + Promised.NEVER + " }");
        assertThat(views.freshness("total").status()).isEqualTo(FreshnessStatus.UNKNOWN);
        assertThat(views.freshness("total").causeKind()).isEqualTo(CauseKind.NEVER_REFRESHED);
        views.refresh("total");
        Freshness fresh = views.freshness("total");
        assertThat(fresh.status()).isEqualTo(FreshnessStatus.FRESH);
        assertThat(fresh.sla()).isEqualTo(Duration.ofMinutes(15));
        assertThat(fresh.cause()).isNull();
        assertThat(fresh.lag()).isNotNull().isLessThan(Duration.ofMinutes(1));
        assertThat(views.query("SELECT freshet.assert_fresh('total', interval '1 min') < interval '1 min'"))
                .isEqualTo("t");
    }

    @Test
    void isBreachedBecauseSomebodyPausedWhatRefreshesIt() {
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        views.refresh("total");
        views.node().freshet().control().pause("total", TestNode.TESTER, "month end", null);
        Freshness breached = views.awaitStatus("total", FreshnessStatus.BREACHED);
        assertThat(breached.causeKind()).isEqualTo(CauseKind.PAUSED);
        assertThat(breached.cause())
                .startsWith("total is paused by tester since ")
                .endsWith(": month end");
    }

    @Test
    void isOnlyPausedWhileWithinItsPromise() {
        views.declare("total: { freshness: 15m, " + Promised.NEVER + " }");
        views.refresh("total");
        views.node().freshet().control().pause("total", TestNode.TESTER, null, null);
        assertThat(views.freshness("total").status()).isEqualTo(FreshnessStatus.PAUSED);
    }

    @Test
    void isLateWhenTheLastRefreshFailedAndBreachedByItInTheEnd() {
        views.declare("total: { freshness: 15m, " + Promised.NEVER + " }");
        views.refresh("total");
        views.execute("INSERT INTO sale VALUES (0)");
        views.node().awaitState(views.node().run("total"), RunState.FAILED);
        Freshness late = views.freshness("total");
        assertThat(late.status()).isEqualTo(FreshnessStatus.LATE);
        assertThat(late.causeKind()).isEqualTo(CauseKind.FAILED);
        assertThat(late.cause()).contains("the last refresh failed: ", "division by zero");

        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        Freshness breached = views.awaitStatus("total", FreshnessStatus.BREACHED);
        assertThat(breached.causeKind()).isEqualTo(CauseKind.FAILED);
        assertThat(breached.cause()).contains("division by zero");
    }

    @Test
    void waitsForAViewThatDoesNotExist() {
        views.declare("coming: { freshness: 1s, " + Promised.NEVER + " }");
        Freshness waits = views.freshness("coming");
        assertThat(waits.status()).isEqualTo(FreshnessStatus.UNKNOWN);
        assertThat(waits.causeKind()).isEqualTo(CauseKind.WAITS);
        assertThat(waits.lag()).isNull();
    }

    @Test
    void isBreachedByARefreshThatTakesLong() {
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        views.refresh("total");
        views.execute("INSERT INTO sale VALUES (1, 60)");
        long run = views.node().run("total");
        Freshness breached = views.await("total", found -> found.causeKind() == CauseKind.RUNNING_LONG);
        assertThat(breached.cause()).startsWith("it is being refreshed since ");
        views.node().freshet().control().cancel(run, TestNode.TESTER, null);
        views.node().awaitState(run, RunState.CANCELLED);
    }

    @Test
    void namesWhoHoldsTheLockThatItsRefreshWaitsFor() throws SQLException {
        views.declare("total: { freshness: 1s, refresh: blocking, lock-timeout: 20s, " + Promised.NEVER + " }");
        views.refresh("total");
        try (Connection reader = views.node().database().sql().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM total");
            long run = views.node().run("total");
            Freshness breached =
                    views.await("total", found -> String.valueOf(found.cause()).contains("it waits for pid"));
            assertThat(breached.causeKind()).isEqualTo(CauseKind.RUNNING_LONG);
            assertThat(breached.cause()).contains("user postgres", "idle in transaction", "query: SELECT * FROM total");
            reader.rollback();
            views.node().awaitState(run, RunState.SUCCEEDED);
        }
    }

    @Test
    void namesTheIndexBuildThatItsRefreshWaitsFor() {
        views.declare("total: { freshness: 1s, lock-timeout: 20s, " + Promised.NEVER + " }");
        views.refresh("total");
        views.execute("""
            CREATE FUNCTION slowly(total bigint) RETURNS bigint IMMUTABLE LANGUAGE plpgsql AS
              $$ BEGIN PERFORM pg_sleep(4); RETURN total; END $$
            """);
        CompletableFuture<Void> build =
                CompletableFuture.runAsync(() -> views.execute("CREATE INDEX slow_one ON total (slowly(total))"));
        views.awaitAnswer("1", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX slow_one%'");
        long run = views.node().run("total");
        Freshness breached =
                views.await("total", found -> String.valueOf(found.cause()).contains("it waits for pid"));
        assertThat(breached.causeKind()).isEqualTo(CauseKind.RUNNING_LONG);
        assertThat(breached.cause()).contains("query: CREATE INDEX slow_one");
        build.join();
        views.node().awaitState(run, RunState.SUCCEEDED);
    }

    @Test
    void isBreachedByAScheduleTooSparse() {
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        views.refresh("total");
        Freshness breached = views.awaitStatus("total", FreshnessStatus.BREACHED);
        assertThat(breached.causeKind()).isEqualTo(CauseKind.SCHEDULE);
        assertThat(breached.cause()).contains("too sparse for the promise", "fires next at 2028-02-29 00:00:00 UTC");
    }

    @Test
    void isInfeasibleWhereARefreshTakesLongerThanPromised() {
        views.execute("UPDATE sale SET pace = 1.1");
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        for (int i = 0; i < 3; i++) {
            views.refresh("total");
        }
        Freshness breached = views.freshness("total");
        assertThat(breached.status()).isEqualTo(FreshnessStatus.BREACHED);
        assertThat(breached.causeKind()).isEqualTo(CauseKind.INFEASIBLE);
        assertThat(breached.cause()).contains("take up to 1.", "at most 1.0 s is promised");
    }

    @Test
    void isBreachedSinceNoNodeIsAlive() {
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        views.refresh("total");
        views.node().freshet().close();
        Freshness breached = views.awaitStatus("total", FreshnessStatus.BREACHED);
        assertThat(breached.causeKind()).isEqualTo(CauseKind.NO_NODE);
        assertThat(breached.cause()).startsWith("no node of Freshet is alive since ");
    }

    @Test
    void isBreachedBecauseNoSlotIsFree() {
        try (Promised busy = new Promised(TestNode.started(builder -> builder.slots(1)))) {
            busy.execute("CREATE MATERIALIZED VIEW small AS SELECT now() AS moment");
            busy.apply("""
                freshet: 1
                jobs: { long: { type: sql, sql: "select pg_sleep(60)" } }
                views: { small: { freshness: 1s, schedule: "0 0 29 2 *" } }
                """);
            busy.refresh("small");
            long run = busy.node().run("long");
            busy.node().awaitState(run, RunState.RUNNING);
            long waiting = busy.node().run("small");
            Freshness breached = busy.awaitStatus("small", FreshnessStatus.BREACHED);
            assertThat(breached.causeKind()).isEqualTo(CauseKind.QUEUED);
            assertThat(breached.cause()).startsWith("run " + waiting + " of small is queued since ");
            busy.node().freshet().control().cancel(run, TestNode.TESTER, null);
        }
    }

    @Test
    void saysWhenAWaitingRunIsTriedAgainRatherThanThatNoSlotWasFree() {
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        views.refresh("total");
        views.execute("INSERT INTO freshet.run (job, trigger, actor, available_at) VALUES ('total', 'manual', 'x',"
                + " clock_timestamp() + interval '20 minutes')");
        Freshness breached = views.awaitStatus("total", FreshnessStatus.BREACHED);
        assertThat(breached.causeKind()).isEqualTo(CauseKind.QUEUED);
        assertThat(breached.cause()).matches("run \\d+ of total is tried again at .* UTC");
    }

    @Test
    void isHeldAgainstWhatItShowedLastOnceItIsCreatedAnew() {
        views.execute("CREATE MATERIALIZED VIEW amounts AS SELECT sum(amount) AS amount FROM sale");
        views.declare("amounts: { freshness: 15m, change-marks: true, " + Promised.NEVER + " }");
        views.refresh("amounts");
        views.await("amounts", Freshness::isUpToDate);
        // As five hours later, when nothing has changed.
        views.execute("""
            UPDATE freshet.freshness_promise SET promised_at = promised_at - interval '90 days';
            UPDATE freshet.materialized_view_refreshes SET as_of = as_of - interval '5 hours', started_at = started_at - interval '5 hours',
              completed_at = completed_at - interval '5 hours';
            UPDATE freshet.view_state SET as_of = as_of - interval '5 hours', read_at = read_at - interval '5 hours'
            """);
        views.awaitAnswer("1", """
            SELECT count(*) FROM freshet.freshness_history h JOIN freshet.materialized_view_refreshes r ON h.refreshed_at = r.completed_at
            """);
        views.execute("DROP MATERIALIZED VIEW amounts; CREATE MATERIALIZED VIEW amounts AS SELECT 1 AS amount");
        Freshness anew = views.freshness("amounts");
        assertThat(anew.status()).isEqualTo(FreshnessStatus.UNKNOWN);
        assertThat(anew.causeKind()).isEqualTo(CauseKind.WAITS);
        assertThat(anew.changeAt()).isAfter(anew.at().minusSeconds(60));
    }

    @Test
    void aViewThatIsGoneIsBreachedOnceWhatItShowedLastIsTooOld() {
        views.declare("total: { freshness: 3s, " + Promised.NEVER + " }");
        views.refresh("total");
        views.execute("DROP MATERIALIZED VIEW total");
        Freshness breached = views.awaitStatus("total", FreshnessStatus.BREACHED);
        assertThat(breached.causeKind()).isEqualTo(CauseKind.WAITS);
        assertThat(breached.cause()).isEqualTo("it waits: the database does not have it any more");
        views.awaitAnswer("1", "SELECT count(*) FROM freshet.breach WHERE ended_at IS NULL");
        assertThat(views.query("""
            SELECT b.began_at = r.as_of + interval '3 s' FROM freshet.breach b, freshet.materialized_view_refreshes r WHERE b.ended_at IS NULL
            """)).isEqualTo("t");
    }

    @Test
    void showsAnotherSessionsQueryOnlyUpToItsFirstValue() {
        assertThat(views.query("SELECT freshet.shown_query('ALTER ROLE app  PASSWORD ''secret'' VALID UNTIL ''x''')"))
                .isEqualTo("ALTER ROLE app PASSWORD …");
        assertThat(views.query("SELECT freshet.shown_query('DO $do$ SELECT secret $do$')"))
                .isEqualTo("DO …");
        assertThat(views.query("SELECT freshet.shown_query('SELECT a FROM t WHERE b = $1')"))
                .isEqualTo("SELECT a FROM t WHERE b = $1");
    }

    @Test
    void findsOnceWhatHundredsOfViewsHaveInCommon() {
        views.declare("total: { freshness: 1s, " + Promised.NEVER + " }");
        views.execute("""
            INSERT INTO freshet.definition (kind, name, body, deployment_id)
            SELECT 'view', 'above' || i, '{"freshness": "1s"}', d.deployment_id FROM generate_series(1, 300) i, freshet.definition d WHERE d.name = 'total';
            INSERT INTO freshet.job (name, type, definition) SELECT 'above' || i, 'refresh', '{}' FROM generate_series(1, 300) i;
            DO $$
            DECLARE
              refresh bigint;
              view    text;
              begun   timestamptz;
            BEGIN
              FOR i IN 0 .. 300 LOOP
                view := CASE i WHEN 0 THEN 'total' ELSE 'above' || i END;
                IF i > 0 THEN
                  EXECUTE format('CREATE MATERIALIZED VIEW %I AS SELECT * FROM total', view);
                END IF;
                refresh := freshet.start_refresh(view, NULL, NULL, NULL, NULL, pg_backend_pid());
                begun := freshet.begin_reading(refresh, view);
                UPDATE freshet.materialized_view_refreshes r SET status = 'success', completed_at = clock_timestamp(), as_of = begun WHERE r.id = refresh;
                PERFORM freshet.end_reading(refresh, true);
              END LOOP;
              UPDATE freshet.view_state SET as_of = as_of - interval '1 minute';
              UPDATE freshet.job SET paused_at = clock_timestamp(), paused_by = 'tester' WHERE name = 'total';
            END $$
            """);
        assertThat(views.query("SELECT count(*) FROM freshet.freshness WHERE cause LIKE 'view total, which it reads, is"
                        + " behind itself: total is paused by tester%'"))
                .isEqualTo("300");
    }

    @Test
    void isBreachedByAViewThatItReadsForTheReasonOfThatOne() {
        views.execute("CREATE MATERIALIZED VIEW above AS SELECT total * 2 AS double FROM total");
        views.declare("total: { " + Promised.NEVER + " }\nabove: { freshness: 1s, " + Promised.NEVER + " }");
        views.refresh("total");
        views.node().freshet().control().pause("total", TestNode.TESTER, "month end", null);
        views.refresh("above");
        views.refresh("above");
        Freshness breached = views.await("above", found -> found.status() == FreshnessStatus.BREACHED);
        assertThat(breached.causeKind()).isEqualTo(CauseKind.UPSTREAM);
        assertThat(breached.cause())
                .startsWith("view total, which it reads, is behind itself: total is paused by tester since ")
                .endsWith(": month end");
    }

    @Test
    void isFreshForAsLongAsNothingChangesAndBreachedFromTheChangeOn() {
        views.execute("CREATE MATERIALIZED VIEW amounts AS SELECT sum(amount) AS amount FROM sale");
        views.declare("amounts: { freshness: 1s, change-marks: true, " + Promised.NEVER + " }");
        views.refresh("amounts");
        Freshness idle = views.await("amounts", Freshness::isUpToDate);
        assertThat(idle.status()).isEqualTo(FreshnessStatus.FRESH);
        views.awaitAnswer(
                "t",
                "SELECT clock_timestamp() > max(completed_at) + interval '2 s' FROM"
                        + " freshet.materialized_view_refreshes");
        assertThat(views.freshness("amounts").isUpToDate()).isTrue();

        views.execute("INSERT INTO sale VALUES (2)");
        Freshness breached = views.awaitStatus("amounts", FreshnessStatus.BREACHED);
        assertThat(breached.isTracked()).isTrue();
        assertThat(breached.pendingSource()).isEqualTo("sale");
        assertThat(breached.pendingSince()).isEqualTo(breached.asOf());
        views.awaitAnswer(
                "t",
                "SELECT b.began_at = m.at + interval '1 s' AND b.change_at = m.at FROM freshet.breach b,"
                        + " freshet.change_mark m ORDER BY b.id DESC, m.at DESC LIMIT 1");
        views.refresh("amounts");
        assertThat(views.freshness("amounts").isUpToDate()).isTrue();
    }

    @Test
    void promisesNothingOutsideOfItsWindows() {
        String day = views.query("SELECT to_char(now() AT TIME ZONE 'UTC' + interval '3 days', 'dy')");
        views.declare(
                "total: { freshness: { windows: [ { days: " + day + ", target: 1s } ] }, " + Promised.NEVER + " }");
        views.refresh("total");
        Freshness unknown = views.freshness("total");
        assertThat(unknown.status()).isEqualTo(FreshnessStatus.UNKNOWN);
        assertThat(unknown.sla()).isNull();
        assertThat(unknown.cause()).isEqualTo("nothing is promised for it at this time");
    }

    @Test
    void assertFreshFailsWithLagAsOfAndCause() {
        views.declare("total: { freshness: 15m, " + Promised.NEVER + " }");
        views.refresh("total");
        views.node().freshet().control().pause("total", TestNode.TESTER, "month end", null);
        assertThatThrownBy(() -> views.execute("SELECT freshet.assert_fresh('total', interval '0')"))
                .hasMessageContaining("view \"total\" is not fresh enough: it lags by ")
                .hasMessageContaining("as of ")
                .hasMessageContaining("paused by tester")
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("FR001"));
        assertThat(views.query("SELECT freshet.assert_fresh('public.total') >= interval '0'"))
                .isEqualTo("t");
        assertThatThrownBy(() -> views.execute("SELECT freshet.assert_fresh('totle', interval '1 min')"))
                .hasMessageContaining("no declared view named \"totle\"");
    }

    @Test
    void tellsTheSameToWhoReadsTheCatalogOfViews() {
        views.declare("total: { freshness: 15m, " + Promised.NEVER + " }");
        views.refresh("total");
        assertThat(views.node().freshet().views().freshness())
                .singleElement()
                .satisfies(view -> assertThat(Map.of("name", view.name(), "status", view.status()))
                        .isEqualTo(Map.of("name", "total", "status", FreshnessStatus.FRESH)));
    }
}
