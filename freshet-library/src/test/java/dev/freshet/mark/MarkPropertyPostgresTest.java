// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.mark.MarkFixture.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise: a view of which nothing is said to be pending shows exactly what its query over the tables gives. */
class MarkPropertyPostgresTest {

    private static final int STEPS = 100;
    private static final List<String> ISOLATION = List.of("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE");

    private static final List<String> VIEWS = List.of("calls", "sums", "mixed");

    /** Each view with its query over the tables alone. */
    private static final Map<String, String> TRUTH = Map.of(
            "calls", "SELECT rep, count(*) AS n, sum(v) AS v FROM call WHERE v >= 0 GROUP BY rep",
            "sums", "SELECT sum(v) AS v, (SELECT count(*) FROM rep) AS reps FROM call WHERE v >= 0",
            "mixed", "SELECT (SELECT count(*) FROM call) AS calls, (SELECT sum(v) FROM call WHERE v >= 0) AS v");

    private Random random = new Random(0);
    private int nothing;
    private int something;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void neverSaysThatNothingIsPendingWhereSomethingIs(long seed) {
        random = new Random(seed);
        try (MarkFixture fixture = new MarkFixture()) {
            fixture.execute("""
                CREATE TABLE call (id serial, rep int, v int) PARTITION BY HASH (rep);
                CREATE TABLE call_0 PARTITION OF call FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                CREATE TABLE call_1 PARTITION OF call FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                CREATE TABLE rep (id int);
                CREATE VIEW good AS SELECT * FROM call WHERE v >= 0;
                CREATE MATERIALIZED VIEW calls AS SELECT rep, count(*) AS n, sum(v) AS v FROM good GROUP BY rep;
                CREATE MATERIALIZED VIEW sums AS SELECT sum(v) AS v, (SELECT count(*) FROM rep) AS reps FROM calls;
                CREATE MATERIALIZED VIEW mixed AS SELECT (SELECT count(*) FROM call) AS calls, (SELECT v FROM sums) AS v
                """);
            fixture.mark("calls", "sums", "mixed");
            fixture.refresh("calls", "sums", "mixed");
            run(fixture);
            assertThat(nothing).as("times nothing was pending").isGreaterThan(STEPS / 20);
            assertThat(something).as("times something was pending").isGreaterThan(STEPS / 20);
        }
    }

    private void run(MarkFixture fixture) {
        List<Session> writers = List.of(writer(fixture), writer(fixture), writer(fixture));
        Map<String, Deque<Runnable>> refreshes = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> write(writers.get(random.nextInt(writers.size())));
                case 4, 5 -> advance(fixture, refreshes);
                case 6, 7 -> refresh(fixture, refreshes, VIEWS.get(random.nextInt(VIEWS.size())));
                case 8 -> VIEWS.forEach(view -> refresh(fixture, refreshes, view));
                default -> fixture.keep();
            }
            check(fixture, step);
        }
        writers.forEach(writer -> attempt(writer, "COMMIT"));
        refreshes.values().forEach(steps -> steps.forEach(Runnable::run));
        fixture.refresh("calls", "sums", "mixed");
        for (String view : VIEWS) {
            assertThat(fixture.pending(view)).isEqualTo("nothing");
        }
        check(fixture, STEPS);
    }

    /** One statement reads what is said and what is true, so both are of one moment. */
    private void check(MarkFixture fixture, int step) {
        TRUTH.forEach((view, query) -> {
            String said = fixture.query(
                    ("SELECT CASE WHEN l.measured = 'changes' AND l.pending_since IS NULL THEN (SELECT count(*) FROM"
                        + " ((TABLE %1$s EXCEPT ALL (%2$s)) UNION ALL ((%2$s) EXCEPT ALL TABLE %1$s)) d) ELSE -1 END"
                        + " FROM freshet.view_lag l WHERE l.view_name = '%1$s'")
                            .formatted(view, query));
            assertThat(said).as("%s after step %d", view, step).isIn("0", "-1");
            nothing += said.equals("0") ? 1 : 0;
            something += said.equals("-1") ? 1 : 0;
        });
    }

    /** Refreshes go step by step, so that others come in between; one of a view at a time, as its lock has it. */
    private void advance(MarkFixture fixture, Map<String, Deque<Runnable>> refreshes) {
        String view = VIEWS.get(random.nextInt(VIEWS.size()));
        Deque<Runnable> steps = refreshes.computeIfAbsent(view, name -> new ArrayDeque<>());
        if (steps.isEmpty()) {
            long refresh = fixture.begin(view);
            boolean succeeds = random.nextInt(5) > 0;
            if (succeeds) {
                steps.add(() -> fixture.execute("REFRESH MATERIALIZED VIEW " + view));
            }
            steps.add(() -> fixture.end(refresh, succeeds));
        } else {
            steps.removeFirst().run();
        }
    }

    private void refresh(MarkFixture fixture, Map<String, Deque<Runnable>> refreshes, String view) {
        Deque<Runnable> steps = refreshes.getOrDefault(view, new ArrayDeque<>());
        while (!steps.isEmpty()) {
            steps.removeFirst().run();
        }
        fixture.refresh(view);
    }

    private void write(Session writer) {
        int id = random.nextInt(6);
        String statement = switch (random.nextInt(14)) {
            case 0 -> "BEGIN ISOLATION LEVEL " + ISOLATION.get(random.nextInt(3));
            case 1, 2 -> "COMMIT";
            case 3 -> "ROLLBACK";
            case 4 -> "SAVEPOINT s";
            case 5 -> "ROLLBACK TO s";
            case 6 -> "DELETE FROM call WHERE rep = " + id + " AND v < 3";
            case 7 -> "UPDATE call SET rep = rep + 1 WHERE rep = " + id;
            case 8 -> "INSERT INTO rep VALUES (" + id + ")";
            case 9 ->
                "WITH gone AS (DELETE FROM call WHERE rep = " + id
                        + " RETURNING *) INSERT INTO call (rep, v) SELECT rep, v - 4 FROM gone";
            case 10 ->
                "DO $$ BEGIN INSERT INTO call (rep, v) VALUES (1, 1); RAISE division_by_zero;"
                        + " EXCEPTION WHEN division_by_zero THEN INSERT INTO rep VALUES (1); END $$";
            default -> "INSERT INTO call (rep, v) VALUES (" + id + ", " + random.nextInt(10) + ")";
        };
        if (!attempt(writer, statement)) {
            attempt(writer, "ROLLBACK");
        }
    }

    private static boolean attempt(Session writer, String statement) {
        try {
            writer.execute(statement);
            return true;
        } catch (IllegalStateException e) {
            // A lock it would wait for, or a serialization failure: as an application meets them.
            return false;
        }
    }

    private static Session writer(MarkFixture fixture) {
        return fixture.session().execute("SET lock_timeout = '20ms'; SET client_min_messages = error");
    }
}
