// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.Freshet;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.JobSpec;
import dev.freshet.postgres.Database;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A COMMIT that PostgreSQL carried out, and whose answer was lost on the way. */
class LostAnswerPostgresTest {

    private static final String SUCCESS = "WITH done AS";
    private static final String LOG_LINES = "INSERT INTO freshet.log_line";

    private final FreshetDatabase database = FreshetDatabase.create();
    private final HikariDataSource pooled = pool();
    private final HikariDataSource direct = pool();
    /** The next transaction with such a statement commits, and its answer is lost. */
    private final AtomicReference<String> losing = new AtomicReference<>("");

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Freshet freshet = Freshet.builder(new Database(lossy(pooled), direct))
            .drain(Duration.ZERO)
            .handler("work", context -> {
                context.log().info("working");
                pass(mayEnd);
                return new RunOutcome.Succeeded(1L, false);
            })
            .build();

    @BeforeEach
    void start() {
        freshet.start();
        freshet.wakeups().subscribe(told::add);
        TestNode.deploy(database, freshet, JobDefinitions.sql("work", "").spec(new JobSpec.Java("work")));
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        freshet.close();
        pooled.close();
        direct.close();
        database.close();
    }

    @Test
    void writesTheLogOfASuccessOnceAndTellsWhoWaitsForIt() {
        long first = run();
        await().until(() ->
                query("SELECT state FROM freshet.run WHERE id = " + first).equals("running"));
        long second = run();
        losing.set(SUCCESS);
        mayEnd.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> told.contains(Wakeups.ENDED + first));
        assertThat(losing.get()).isEmpty();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> query("SELECT state FROM freshet.run WHERE id = " + second)
                        .equals("succeeded"));
        assertThat(lines(first)).containsExactly("Attempt 1 begins", "working", "Succeeded");
        assertThat(Long.parseLong(query("SELECT extract(epoch FROM b.started_at - a.ended_at)::int FROM freshet.run a,"
                        + " freshet.run b WHERE a.id = " + first + " AND b.id = " + second)))
                .isLessThan(3);
    }

    @Test
    void writesLinesOnceThatWereWrittenWhileTheRunWorked() {
        losing.set(LOG_LINES);
        long run = run();
        await().atMost(Duration.ofSeconds(20)).until(() -> losing.get().isEmpty());
        mayEnd.countDown();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        query("SELECT state FROM freshet.run WHERE id = " + run).equals("succeeded"));
        await().until(() -> lines(run).contains("Succeeded"));
        assertThat(lines(run)).containsExactly("Attempt 1 begins", "working", "Succeeded");
    }

    private long run() {
        return freshet.control().runNow("work", Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
    }

    private List<String> lines(long run) {
        return database
                .sql()
                .queryAll("SELECT message FROM freshet.log_line WHERE run_id = " + run + " ORDER BY number")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private String query(String sql) {
        return String.valueOf(database.sql().query(sql));
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.sql().jdbcUrl());
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private DataSource lossy(DataSource real) {
        return proxy(DataSource.class, (method, arguments) -> switch (method.getName()) {
            case "getConnection" -> lossy((Connection) call(method, real, arguments));
            case "isWrapperFor" -> false;
            default -> call(method, real, arguments);
        });
    }

    private Connection lossy(Connection real) {
        AtomicBoolean armed = new AtomicBoolean();
        return proxy(Connection.class, (method, arguments) -> {
            String losingNow = losing.get();
            boolean prepares = method.getName().startsWith("prepareStatement");
            if (prepares && !losingNow.isEmpty() && String.valueOf(arguments[0]).contains(losingNow)) {
                armed.set(true);
            }
            Object answer = call(method, real, arguments);
            if (method.getName().equals("commit") && armed.getAndSet(false) && losing.compareAndSet(losingNow, "")) {
                throw new SQLException("the answer to COMMIT was lost", "08006");
            }
            return answer;
        });
    }

    private static <T> T proxy(Class<T> type, Answering answering) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answering.answer(method, arguments)));
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Answering {
        Object answer(Method method, Object[] arguments) throws Throwable;
    }
}
