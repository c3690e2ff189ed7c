// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.Freshet;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetLagPostgresTest {

    /** Twelve views over four tables: a diamond over a, another over c, and a plain view between. */
    private static final String TWELVE = """
        CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int); CREATE TABLE d (id int);
        CREATE MATERIALIZED VIEW m01 AS SELECT id FROM a;
        CREATE MATERIALIZED VIEW m02 AS SELECT max(id) AS id FROM a;
        CREATE MATERIALIZED VIEW m03 AS SELECT m01.id FROM m01 JOIN m02 ON m01.id <= m02.id;
        CREATE MATERIALIZED VIEW m04 AS SELECT id FROM b;
        CREATE VIEW plain AS SELECT id FROM m03 UNION ALL SELECT id FROM m04;
        CREATE MATERIALIZED VIEW m05 AS SELECT id FROM plain;
        CREATE MATERIALIZED VIEW m06 AS SELECT id FROM c;
        CREATE MATERIALIZED VIEW m07 AS SELECT id FROM c UNION ALL SELECT id FROM m05;
        CREATE MATERIALIZED VIEW m08 AS SELECT id FROM m07 UNION ALL SELECT id FROM m06;
        CREATE MATERIALIZED VIEW m09 AS SELECT id FROM d;
        CREATE MATERIALIZED VIEW m10 AS SELECT id FROM m08 UNION ALL SELECT id FROM m09;
        CREATE MATERIALIZED VIEW m11 AS SELECT id FROM m10;
        CREATE MATERIALIZED VIEW m12 AS SELECT DISTINCT id FROM m11;
        """;

    private static final String DECLARED = """
        freshet: 1
        views:
          m01: { change-marks: true }
          m02: { change-marks: true }
          m03: { change-marks: true }
          m04: { change-marks: true }
          m05: { change-marks: true }
          m06: { change-marks: true }
          m07: { change-marks: true }
          m08: { change-marks: true }
          m09: { change-marks: true }
          m10: { change-marks: true }
          m11: { change-marks: true }
          m12: { change-marks: true, freshness: 10s }
        """;

    private final Targets targets = new Targets();

    @AfterEach
    void stop() {
        targets.close();
    }

    @Test
    void bringsAMarkerThroughTwelveViewsInTimeOnceEachUpstreamFirstAndRestsWhileIdle() {
        try (Freshet another = targets.another()) {
            targets.execute(TWELVE);
            targets.apply(DECLARED);
            targets.awaitCalm(12);
            assertThat(another.status().lease()).isPresent();

            String before = count("SELECT max(id) FROM freshet.run");
            targets.pass(Duration.ofSeconds(12));
            assertThat(count("SELECT max(id) FROM freshet.run"))
                    .as("while idle")
                    .isEqualTo(before);

            targets.execute("INSERT INTO a VALUES (4711)");
            String inserted = count("SELECT max(at) FROM freshet.change_mark");
            targets.awaitAnswer("1", "SELECT count(*) FROM m12 WHERE id = 4711");
            assertThat(count("SELECT clock_timestamp() - '" + inserted + "'::timestamptz <= interval '10 seconds'"))
                    .isEqualTo("t");
            targets.awaitCalm(12);
            assertThat(targets.queryAll(
                            "SELECT r.job || ' ' || r.trigger || ' ' || r.state FROM freshet.run r WHERE r.id > "
                                    + before + " ORDER BY r.job"))
                    .containsExactlyElementsOf(
                            List.of("m01", "m02", "m03", "m05", "m07", "m08", "m10", "m11", "m12").stream()
                                    .map(view -> view + " freshness succeeded")
                                    .toList());
            assertThat(targets.queryAll("""
                SELECT r.view_name || ' began before ' || u.upstream
                FROM freshet.materialized_view_refreshes r
                CROSS JOIN LATERAL freshet.upstream_views(ARRAY[r.view_name]) u
                JOIN freshet.materialized_view_refreshes o ON o.view_name = u.upstream AND o.run_id > %1$s
                WHERE r.run_id > %1$s AND (r.status <> 'success' OR o.completed_at > r.started_at)
                """.formatted(before))).isEmpty();
            assertThat(count("SELECT reason FROM freshet.run WHERE job = 'm01' ORDER BY id DESC LIMIT 1"))
                    .startsWith("m01 lags since ")
                    .contains("; the promise of m12, which reads it, breaks at ");
            assertThat(targets.queryAll("SELECT cause FROM freshet.breach WHERE change_at >= '" + inserted + "'"))
                    .isEmpty();
        }
    }

    @Test
    void refreshesTheMembersOfAGroupThatHaveSomethingNewToShow() {
        targets.execute("""
            CREATE TABLE a (id int); CREATE TABLE b (id int);
            CREATE MATERIALIZED VIEW of_a AS SELECT count(*) AS n FROM a;
            CREATE MATERIALIZED VIEW above AS SELECT n * 2 AS n FROM of_a;
            CREATE MATERIALIZED VIEW of_b AS SELECT count(*) AS n FROM b;
            """);
        targets.apply("""
            freshet: 1
            groups: { g: { change-marks: true } }
            views: { above: { group: g, freshness: 3s }, of_a: { group: g }, of_b: { group: g, freshness: 1h } }
            """);
        targets.awaitCalm(3);
        String before = count("SELECT max(id) FROM freshet.run");
        targets.execute("INSERT INTO a VALUES (1)");
        targets.awaitAnswer("2", "SELECT n FROM above");
        targets.awaitCalm(3);
        assertThat(targets.queryAll("SELECT view_name || ' ' || status FROM freshet.materialized_view_refreshes WHERE"
                        + " run_id > " + before + " ORDER BY view_name"))
                .containsExactly("above success", "of_a success", "of_b skipped");
        assertThat(count("SELECT count(*) FROM freshet.run WHERE id > " + before))
                .isEqualTo("1");
    }

    @Test
    void leavesAPausedJobAloneAndAFailingOneRestsBetweenTries() {
        targets.execute("""
            CREATE TABLE a (id int); CREATE TABLE b (id int); INSERT INTO b VALUES (1);
            CREATE MATERIALIZED VIEW paused AS SELECT count(*) AS n FROM a;
            CREATE MATERIALIZED VIEW failing AS SELECT 1 / id AS n FROM b;
            """);
        targets.apply("""
            freshet: 1
            views: { paused: { change-marks: true, freshness: 2s }, failing: { change-marks: true, freshness: 2s } }
            """);
        targets.awaitCalm(2);
        targets.node().freshet().control().pause("paused", TestNode.TESTER, "month end", null);
        String before = count("SELECT max(id) FROM freshet.run");
        targets.execute("INSERT INTO a VALUES (1); UPDATE b SET id = 0");
        targets.awaitAnswer("failed", "SELECT state FROM freshet.run WHERE job = 'failing' ORDER BY id DESC LIMIT 1");
        targets.awaitAnswer("paused|failed", """
            SELECT string_agg(cause_kind, '|' ORDER BY name DESC) FROM freshet.freshness WHERE status = 'breached'
            """);
        targets.pass(Duration.ofSeconds(6));
        assertThat(targets.queryAll("SELECT job FROM freshet.run WHERE id > " + before))
                .containsExactly("failing");

        targets.node().freshet().control().resume("paused", TestNode.TESTER, null);
        targets.execute("UPDATE b SET id = 1");
        targets.awaitCalm(2);
    }

    @Test
    void saysBeforeAndAfterThatAPromiseCannotBeKept() {
        targets.execute("CREATE MATERIALIZED VIEW slow AS SELECT 1 AS n FROM pg_sleep(1.2)");
        String yaml = "freshet: 1\nviews: { slow: { freshness: 1s } }\n";
        targets.apply(yaml);
        targets.awaitAnswer("t", """
            SELECT infeasible_because LIKE '95 of 100 refreshes of slow take up to 1s%and at most 1s is promised' FROM freshet.planned_refresh
            """);
        assertThat(targets.node()
                        .freshet()
                        .plan(Targets.definitions(yaml))
                        .entries()
                        .getFirst()
                        .warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .startsWith("its promise cannot be kept: 95 of 100 refreshes of slow take up to 1s"));
        // One after the other, with a rest between.
        targets.awaitAnswer(
                "t", "SELECT count(*) >= 3 FROM freshet.run WHERE state = 'succeeded' AND trigger = 'freshness'");
        assertThat(targets.queryAll("""
            SELECT a.id || ' ' || b.id FROM freshet.run a JOIN freshet.run b ON b.id > a.id AND b.queued_at < a.ended_at + interval '100 milliseconds'
            WHERE a.state = 'succeeded'
            """)).isEmpty();
    }

    private String count(String sql) {
        return Objects.requireNonNull(targets.node().database().sql().query(sql), sql);
    }
}
