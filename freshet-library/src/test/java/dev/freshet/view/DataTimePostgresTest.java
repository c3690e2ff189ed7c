// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group with one data time: three views of one counter, one of them through another and a plain view. */
class DataTimePostgresTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String[] VIEWS = {"top", "base", "other"};
    private static final String ALL =
            "SELECT (SELECT value FROM base), (SELECT value FROM top), (SELECT value FROM other)";

    private final RefreshFixture fixture = new RefreshFixture();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void createViews() {
        fixture.execute("""
            CREATE TABLE counter (key int PRIMARY KEY, value bigint, delay float8);
            INSERT INTO counter VALUES (1, 0, 0);
            CREATE MATERIALIZED VIEW base AS SELECT key, value FROM counter;
            CREATE UNIQUE INDEX base_key ON base (key);
            CREATE VIEW between_them AS SELECT key, value FROM base;
            CREATE MATERIALIZED VIEW top AS SELECT key, value, 0 * value AS zero FROM between_them;
            CREATE UNIQUE INDEX top_key ON top (key);
            CREATE MATERIALIZED VIEW other AS SELECT key, value, pg_sleep(delay) IS NULL AS waited FROM counter;
            CREATE UNIQUE INDEX other_key ON other (key);
            """);
    }

    @AfterEach
    void dropDatabase() {
        threads.shutdownNow();
        fixture.close();
    }

    @Test
    void neverShowsReadersTwoDataTimesNorMovesBackwards() {
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<List<String>>> readers = List.of(
                reader(Connection.TRANSACTION_READ_COMMITTED, over),
                reader(Connection.TRANSACTION_READ_COMMITTED, over),
                reader(Connection.TRANSACTION_REPEATABLE_READ, over),
                reader(Connection.TRANSACTION_REPEATABLE_READ, over));
        CompletableFuture<Long> writer = fixture.repeat("UPDATE counter SET value = value + 1", over, threads);
        for (int i = 0; i < 25; i++) {
            assertThat(fixture.refreshAsOne(VIEWS)).isInstanceOf(RunOutcome.Succeeded.class);
        }
        over.set(true);
        assertThat(writer.join()).isGreaterThan(25);
        readers.forEach(reader -> assertThat(reader.join()).isEmpty());
        assertThat(Long.parseLong(fixture.query("SELECT value FROM other"))).isPositive();
        assertThat(fixture.query("SELECT count(DISTINCT as_of) = 25 AND bool_and(status = 'success') AND count(*) = 75"
                        + " FROM freshet.materialized_view_refreshes"))
                .isEqualTo("t");
    }

    @Test
    void saysOfEachViewTheInstantItIsOfAndThatNothingIsPending() {
        fixture.execute("""
            SELECT freshet.install_marks('counter', ARRAY['counter'::regclass::oid]);
            INSERT INTO freshet.source (oid, name, kind, relations, tracked_since)
            SELECT oid, 'counter', 'table', ARRAY[oid], pg_current_xact_id() FROM pg_class WHERE oid = 'counter'::regclass
            """);
        fixture.execute("UPDATE counter SET value = 7");
        assertThat(fixture.refreshAsOne("top", "base")).isInstanceOf(RunOutcome.Succeeded.class);
        String lags =
                "SELECT string_agg(view_name || ' ' || measured || ' ' || coalesce(pending_source, 'nothing'), ', '"
                        + " ORDER BY view_name) FROM freshet.view_lag";
        assertThat(fixture.query(lags)).isEqualTo("base changes nothing, top changes nothing");
        assertThat(fixture.query(
                        "SELECT count(DISTINCT s.read_at) || ' ' || bool_and(s.in_force AND s.read_at = r.as_of)"
                                + " FROM freshet.view_state s JOIN freshet.materialized_view_refreshes r ON r.id ="
                                + " s.refresh_id"))
                .isEqualTo("1 true");
        fixture.execute("UPDATE counter SET value = 8");
        assertThat(fixture.query(lags)).isEqualTo("base changes counter, top changes counter");
    }

    @Test
    void goesOnThoughTheClockWentBack() {
        assertThat(fixture.refreshAsOne("base", "top")).isInstanceOf(RunOutcome.Succeeded.class);
        fixture.execute("UPDATE freshet.view_state SET read_at = now() + interval '5 minutes' WHERE in_force;"
                + "UPDATE counter SET value = 7");
        assertThat(fixture.refreshAsOne("base", "top")).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.query("SELECT value FROM top")).isEqualTo("7");
        assertThat(fixture.query("SELECT count(*) FROM freshet.view_state WHERE in_force AND read_at < now()"))
                .isEqualTo("2");
    }

    @Test
    void refreshesNoneWhenOneFails() {
        fixture.execute("CREATE TABLE divisor (i int); INSERT INTO divisor VALUES (1);"
                + "CREATE MATERIALIZED VIEW share AS SELECT 1 AS key, 1 / i AS share FROM divisor;"
                + "CREATE UNIQUE INDEX ON share (key); UPDATE divisor SET i = 0; UPDATE counter SET value = 7");
        RunError error = ((RunOutcome.Failed) fixture.refreshAsOne("base", "top", "share", "other")).error();
        assertThat(error.message()).contains("no view was refreshed").contains("share failed: division by zero");
        assertThat(fixture.query(ALL)).isEqualTo("0");
        assertThat(fixture.last("share").errorMessage()).isEqualTo("division by zero");
        assertThat(fixture.last("base").status()).isEqualTo(RefreshStatus.FAILED);
        assertThat(fixture.last("base").errorMessage())
                .isEqualTo("not refreshed, as its group has one data time and share failed: division by zero");
        assertThat(fixture.query("SELECT count(*) FROM freshet.view_state")).isEqualTo("0");
        assertThat(locks()).isEqualTo("0");
    }

    @Test
    void refusesWhatCannotBeRefreshedConcurrentlyWithTheDdl() {
        fixture.execute("DROP INDEX other_key");
        RunError error = ((RunOutcome.Failed) fixture.refreshAsOne(VIEWS)).error();
        assertThat(error.advice()).contains("CREATE UNIQUE INDEX CONCURRENTLY ON public.other");
        assertThat(fixture.last("other").errorMessage()).contains("cannot be refreshed concurrently");
    }

    @Test
    void fillsAViewThatNeverWasWithTheOthersAndLeavesOutOneThatIsMissing() {
        fixture.execute("REFRESH MATERIALIZED VIEW other WITH NO DATA; UPDATE counter SET value = 7");
        assertThat(fixture.refreshAsOne("base", "top", "other", "missing")).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.query("SELECT value FROM other")).isEqualTo("7");
        assertThat(fixture.last("other").mode()).isEqualTo("blocking");
        assertThat(fixture.last("missing").status()).isEqualTo(RefreshStatus.SKIPPED);
    }

    @Test
    void readsAfterTheRefreshItWaitedForNotBefore() throws SQLException {
        CompletableFuture<RunOutcome> refresh;
        try (Connection holder = fixture.freshet().sql().connect();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(1179800322, ("
                    + fixture.view("other").oid() + ")::int)");
            refresh = CompletableFuture.supplyAsync(() -> fixture.refreshAsOne(VIEWS));
            await().atMost(SOON)
                    .until(() -> fixture.query("SELECT coalesce(max(lock_waits), 0) > 0 FROM"
                                    + " freshet.materialized_view_refreshes")
                            .equals("t"));
            fixture.execute("UPDATE counter SET value = 9");
        }
        assertThat(refresh.join()).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.query(ALL)).isEqualTo("9");
    }

    @Test
    void beginsAgainWhenSomebodyRefreshedAViewByHandAfterItsSnapshot() {
        fixture.execute("UPDATE counter SET value = 1, delay = 3");
        RefreshRun run = fixture.runAsOne("other", "base", "top");
        CompletableFuture<RunOutcome> refresh =
                CompletableFuture.supplyAsync(() -> fixture.handler().run(run));
        awaitSleep();
        fixture.execute("UPDATE counter SET value = 2, delay = 0; REFRESH MATERIALIZED VIEW base");
        assertThat(fixture.query("SELECT value FROM base")).isEqualTo("2");
        assertThat(refresh.join()).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(run.lines()).anyMatch(line -> line.startsWith("warn beginning again"));
        assertThat(fixture.query(ALL)).isEqualTo("2");
        assertThat(fixture.query("SELECT value FROM other")).isEqualTo("2");
    }

    @Test
    void beginsAgainWhenTheRowsItWouldReplaceWereReplacedByHand() {
        fixture.execute("UPDATE counter SET value = 1, delay = 3");
        RefreshRun run = fixture.runAsOne("other", "base", "top");
        CompletableFuture<RunOutcome> refresh =
                CompletableFuture.supplyAsync(() -> fixture.handler().run(run));
        awaitSleep();
        fixture.execute("UPDATE counter SET value = 2, delay = 0; REFRESH MATERIALIZED VIEW CONCURRENTLY base");
        assertThat(refresh.join()).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(run.lines()).anyMatch(line -> line.startsWith("warn beginning again: could not serialize"));
        assertThat(fixture.query("SELECT value FROM other")).isEqualTo("2");
    }

    @Test
    void leavesAllAsItWasWhenItsBackendDies() {
        fixture.execute("UPDATE counter SET value = 1, delay = 60");
        RefreshRun run = fixture.runAsOne("base", "top", "other");
        CompletableFuture<RunOutcome> refresh =
                CompletableFuture.supplyAsync(() -> fixture.handler().run(run));
        awaitSleep();
        fixture.query("SELECT pg_terminate_backend(" + fixture.last("other").backendPid() + ")");
        assertThat(refresh.join()).isInstanceOf(RunOutcome.Failed.class);
        assertThat(fixture.query(ALL)).isEqualTo("0");
        assertThat(fixture.query("SELECT count(*) FROM freshet.materialized_view_refreshes WHERE status = 'lost'"))
                .isEqualTo("3");
        fixture.execute("UPDATE counter SET delay = 0");
        assertThat(fixture.handler().run(run.nextAttempt())).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.query(ALL)).isEqualTo("1");
        assertThat(locks()).isEqualTo("0");
    }

    @Test
    void isLeftToTheServiceByTheProcedure() {
        fixture.deployGroup("audience", "base,top", "auto");
        fixture.execute("UPDATE freshet.definition SET body = body || '{\"data-time\": \"one\"}' WHERE kind = 'group'");
        assertThat(fixture.callProcedure("audience").join())
                .contains("group \"audience\" has one data time")
                .contains("SELECT freshet.enqueue('audience')");
    }

    private void awaitSleep() {
        await().atMost(SOON)
                .until(() -> !fixture.freshet()
                        .sql()
                        .queryAll("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname ="
                                + " current_database()")
                        .isEmpty());
    }

    /** Reads until it is over, and answers what it saw that should not be. */
    private CompletableFuture<List<String>> reader(int isolation, AtomicBoolean over) {
        return CompletableFuture.supplyAsync(
                () -> {
                    List<String> wrong = new ArrayList<>();
                    try (Connection connection = fixture.freshet().sql().connect();
                            Statement statement = connection.createStatement()) {
                        connection.setTransactionIsolation(isolation);
                        connection.setAutoCommit(false);
                        long last = 0;
                        while (!over.get() && wrong.size() < 5) {
                            List<Long> seen = isolation == Connection.TRANSACTION_READ_COMMITTED
                                    ? read(statement, ALL)
                                    : readOneByOne(statement);
                            connection.commit();
                            if (seen.stream().distinct().count() != 1) {
                                wrong.add("two data times " + seen);
                            }
                            if (seen.getFirst() < last) {
                                wrong.add("backwards from " + last + " to " + seen);
                            }
                            last = seen.getFirst();
                        }
                        return wrong;
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private static List<Long> readOneByOne(Statement statement) throws SQLException {
        List<Long> seen = new ArrayList<>();
        for (String view : VIEWS) {
            seen.addAll(read(statement, "SELECT value FROM " + view));
        }
        return seen;
    }

    private static List<Long> read(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            List<Long> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(row.getLong(i));
            }
            return values;
        }
    }

    private String locks() {
        return fixture.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid IN (1179800322,"
                + " 1179800323) AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }
}
