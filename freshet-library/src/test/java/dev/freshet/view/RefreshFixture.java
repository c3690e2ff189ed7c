// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.DataTime;
import dev.freshet.definition.RefreshMode;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.event.NodeObserver;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import dev.freshet.testing.FreshetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A database with a few views, and the words the tests of refreshes need. */
final class RefreshFixture implements AutoCloseable {

    static final String SEVEN = "landing,types,top_users,recent,per_user,daily,correlations";

    private final FreshetDatabase freshet = FreshetDatabase.create();
    private final Map<String, ViewDefinition> definitions = new ConcurrentHashMap<>();
    private final RefreshHandler handler = new RefreshHandler(
            freshet.database(), name -> Optional.ofNullable(definitions.get(name)), new NodeObserver() {});

    FreshetDatabase freshet() {
        return freshet;
    }

    RefreshHandler handler() {
        return handler;
    }

    /** Executes a statement again and again on a session of its own until it is over; answers how often. */
    CompletableFuture<Long> repeat(String sql, AtomicBoolean over, Executor threads) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long times = 0;
                    try (Connection connection = freshet.sql().connect();
                            Statement statement = connection.createStatement()) {
                        while (!over.get()) {
                            statement.execute(sql);
                            times++;
                        }
                        return times;
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    /** A table of events and a view {@code per_user} of it, unique by user. */
    RefreshFixture withPerUser() {
        execute("""
            CREATE TABLE event (id int PRIMARY KEY, user_id int, day date, seconds int);
            INSERT INTO event SELECT i, i % 5, date '2026-01-01' + i % 3, i FROM generate_series(1, 100) i;
            CREATE MATERIALIZED VIEW per_user AS SELECT user_id, count(*) AS events, sum(seconds) AS seconds FROM event GROUP BY user_id;
            CREATE UNIQUE INDEX per_user_key ON per_user (user_id);
            """);
        return this;
    }

    /** Seven views of one table, each with a unique index, in force as {@code concurrently}. */
    RefreshFixture withSevenViews() {
        execute("CREATE TABLE event (id int PRIMARY KEY, user_id int, day date, seconds int);"
                + "INSERT INTO event SELECT i, i % 5, date '2026-01-01' + i % 3, i FROM generate_series(1, 100) i;");
        for (String view : SEVEN.split(",", -1)) {
            execute("CREATE MATERIALIZED VIEW " + view
                    + " AS SELECT user_id, count(*) AS events FROM event GROUP BY user_id;" + "CREATE UNIQUE INDEX "
                    + view + "_key ON " + view + " (user_id)");
            define(view, RefreshMode.CONCURRENTLY);
        }
        return this;
    }

    void define(String view, RefreshMode mode) {
        define(view, mode, ViewDefinition.DEFAULT_LOCK_TIMEOUT, ViewDefinition.DEFAULT_LOCK_RETRIES);
    }

    void define(String view, RefreshMode mode, Duration lockTimeout, int lockRetries) {
        definitions.put(
                view,
                new ViewDefinition(
                        view, "audience", null, null, mode, null, null, lockTimeout, lockRetries, false, null));
    }

    /** Puts a group in force for the procedure, as an apply would. */
    void deployGroup(String group, String views, String mode) {
        execute("""
            INSERT INTO freshet.deployment (applied_by, origin, checksum, created, changed, removed, changes, source)
            VALUES ('tester', 'test', '', 1, 0, 0, '[]', '[]');
            INSERT INTO freshet.definition (kind, name, body, deployment_id)
            SELECT 'group', '%1$s', jsonb_build_object('views', string_to_array('%2$s', ',')), max(id) FROM freshet.deployment;
            INSERT INTO freshet.definition (kind, name, body, deployment_id)
            SELECT 'view', name, jsonb_build_object('refresh', '%3$s', 'lock-timeout', '100ms', 'lock-retries', 2), max(d.id)
            FROM unnest(string_to_array('%2$s', ',')) name, freshet.deployment d GROUP BY name;
            """.formatted(group, views, mode));
    }

    RefreshRun run(String... views) {
        return RefreshRun.of(freshet, 2, views);
    }

    /** A run of a group with one data time. */
    RefreshRun runAsOne(String... views) {
        return RefreshRun.of(freshet, 1, DataTime.ONE, views);
    }

    RunOutcome refreshAsOne(String... views) {
        return handler.run(runAsOne(views));
    }

    RunOutcome refresh(String... views) {
        return handler.run(run(views));
    }

    /** The error of a refresh that must fail. */
    RunError failure(String... views) {
        if (refresh(views) instanceof RunOutcome.Failed failed) {
            return failed.error();
        }
        throw new AssertionError("The refresh succeeded");
    }

    /** The last refresh of a view, as the audit has it. */
    Refresh last(String view) {
        return freshet.database()
                .call(session -> new RefreshStore().list(session, view, null, null, null, 1))
                .get(0);
    }

    MaterializedView view(String name) {
        return freshet.database()
                .call(session -> new ViewStore().find(session, name))
                .orElseThrow();
    }

    void execute(String sql) {
        freshet.sql().execute(sql);
    }

    String query(String sql) {
        return Objects.requireNonNull(freshet.sql().query(sql));
    }

    /** Calls the procedure on a connection of its own and answers its error, or null. */
    CompletableFuture<String> callProcedure(String group) {
        return CompletableFuture.supplyAsync(() -> {
            try (Connection connection = freshet.sql().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CALL freshet.refresh_group('" + group + "')");
                return "done";
            } catch (SQLException e) {
                return String.valueOf(e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        freshet.close();
    }
}
