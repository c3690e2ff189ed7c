// SPDX-License-Identifier: Apache-2.0
package dev.freshet.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.FreshetDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must hold when all is quiet, read from the tables alone. Each query lists what is wrong; there must be nothing. */
final class Invariants {

    private final FreshetDatabase database;

    Invariants(FreshetDatabase database) {
        this.database = database;
    }

    /**
     * Every tick is accounted for once, reckoned without the engine: ticks are the whole seconds.
     *
     * @param from every tick from here on is owed
     * @param to up to here
     */
    void everyTickIsAccountedForOnce(String job, Instant from, Instant to) {
        TreeSet<Long> owed = new TreeSet<>();
        long first = Math.ceilDiv(from.toEpochMilli(), 1_000L * Workload.PACE);
        for (long tick = first; tick * 1_000 * Workload.PACE <= to.toEpochMilli(); tick++) {
            owed.add(tick * Workload.PACE);
        }
        assertThat(owed).as("ticks of " + job + " owed").hasSizeGreaterThan(10);
        TreeSet<Long> told =
                rows("SELECT extract(epoch FROM scheduled_for)::bigint FROM freshet.tick WHERE job = '" + job + "'")
                        .stream()
                        .map(Long::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).as("ticks of " + job + " in the ledger").containsAll(owed);
        assertThat(told.headSet(from.getEpochSecond() - 5))
                .as("before the deployment")
                .isEmpty();
        nothing(
                "ticks with two rows",
                "SELECT job || ' ' || scheduled_for FROM freshet.tick GROUP BY job, scheduled_for"
                        + " HAVING count(*) > 1");
    }

    void everyTickSaysTruly() {
        nothing("a fired or merged tick has a run, a skipped one has none and says why", """
            SELECT t.job || ' ' || t.scheduled_for || ' ' || t.outcome FROM freshet.tick t LEFT JOIN freshet.run r ON r.id = t.run_id
            WHERE NOT CASE t.outcome WHEN 'skipped' THEN t.run_id IS NULL AND t.reason IS NOT NULL
                                     WHEN 'merged' THEN r.id IS NOT NULL AND t.reason IS NOT NULL
                                     WHEN 'fired' THEN r.id IS NOT NULL ELSE false END
            """);
        nothing("a run has at most one tick that fired it, and that is the tick it says", """
            SELECT r.id::text FROM freshet.run r LEFT JOIN freshet.tick t ON t.run_id = r.id AND t.outcome = 'fired'
            WHERE r.trigger IN ('schedule', 'dependency') GROUP BY r.id, r.job, r.scheduled_for
            HAVING count(*) FILTER (WHERE t.job = r.job) <> 1
                OR count(*) FILTER (WHERE t.scheduled_for = r.scheduled_for) <> 1
                   AND NOT EXISTS (SELECT FROM freshet.tick m WHERE m.run_id = r.id AND m.outcome = 'merged'
                                   AND m.scheduled_for = r.scheduled_for)
            """);
        nothing("what was ordered for a tick became of it", """
            SELECT o.job || ' ' || o.scheduled_for || ' ' || o.act || ' ' || o.state || ': ' || coalesce(t.outcome || ' ' || coalesce(t.reason, ''), 'no row')
            FROM freshet.tick_order o LEFT JOIN freshet.tick t USING (job, scheduled_for)
            WHERE o.state <> 'lapsed' AND (o.state = 'pending' OR t.job IS NULL
               OR o.act = 'skip' AND (t.outcome <> 'skipped' OR t.reason NOT LIKE 'skipped by tester%')
               OR o.act = 'move' AND t.reason NOT LIKE 'moved to % by tester%')
            """);
    }

    void noExclusiveJobOverlappedItself() {
        for (String job : Workload.EXCLUSIVE) {
            assertThat(database.sql().query("SELECT is_called FROM overlap_" + job))
                    .as("two runs of " + job + " at work at once")
                    .isEqualTo("f");
        }
    }

    void everyEffectIsThereOnce() {
        String transactional =
                Workload.TRANSACTIONAL.stream().map(job -> "'" + job + "'").collect(Collectors.joining(", "));
        nothing("a run that succeeded has its effect once, any other none", """
            SELECT r.job || ' ' || r.id || ' ' || r.state || ' ' || count(e.run) FROM freshet.run r LEFT JOIN effect e ON e.run = r.id
            WHERE r.job IN (%s)
            GROUP BY r.job, r.id, r.state HAVING count(e.run) <> CASE r.state WHEN 'succeeded' THEN 1 ELSE 0 END
            """.formatted(transactional));
        nothing(
                "an effect without a run",
                "SELECT run::text FROM effect WHERE run NOT IN (SELECT id FROM freshet.run)");
        nothing("work outside of a transaction is done at least once", """
            SELECT r.job || ' ' || r.id FROM freshet.run r WHERE r.job IN ('steps', 'loose') AND r.state = 'succeeded'
            AND NOT EXISTS (SELECT FROM step s WHERE s.run = r.id)
            """);
        nothing("a step of an attempt that never was", """
            SELECT s.run || ' ' || s.attempt FROM step s
            WHERE NOT EXISTS (SELECT FROM freshet.attempt a WHERE a.run_id = s.run AND a.number = s.attempt)
            """);
    }

    void noItemIsLostOrDoneTwice() {
        assertThat(rows("SELECT run_id::text FROM freshet.item WHERE state = 'done' LIMIT 1"))
                .as("items that were done")
                .isNotEmpty();
        nothing("read = done + failed + dismissed + waiting", """
            SELECT l.run_id || ': ' || l.read || ' read, ' || count(i.number) || ' listed' FROM freshet.item_list l
            LEFT JOIN freshet.item i ON i.run_id = l.run_id GROUP BY l.run_id, l.read HAVING count(i.number) <> l.read OR l.read <> 15
            """);
        nothing("an item that is done has its effect once, any other none", """
            SELECT i.run_id || ' ' || i.key || ' ' || i.state || ' ' || count(e.key) FROM freshet.item i
            LEFT JOIN item_effect e ON e.list = i.run_id AND e.key = i.key
            GROUP BY i.run_id, i.key, i.state HAVING count(e.key) <> CASE i.state WHEN 'done' THEN 1 ELSE 0 END
            """);
        nothing("an effect without an item", """
            SELECT e.list || ' ' || e.key FROM item_effect e
            WHERE NOT EXISTS (SELECT FROM freshet.item i WHERE i.run_id = e.list AND i.key = e.key)
            """);
    }

    void everyBackfillIsWhole() {
        nothing("slices neither overlap nor leave a hole", """
            SELECT s.backfill_id || ' ' || s.number FROM (
              SELECT *, lead(starts_at) OVER (PARTITION BY backfill_id ORDER BY number) AS next FROM freshet.backfill_slice) s
            JOIN freshet.backfill b ON b.id = s.backfill_id WHERE s.ends_at <> coalesce(s.next, b.ends_at)
            """);
        nothing("a backfill has ended, with all its slices", """
            SELECT b.id || ' ' || b.state || ' ' || s.state || ' ' || count(*) FROM freshet.backfill b JOIN freshet.backfill_slice s ON s.backfill_id = b.id
            WHERE s.state IN ('waiting', 'active') OR b.state IN ('running', 'stopped')
               OR b.state = 'succeeded' AND s.state <> 'succeeded'
            GROUP BY b.id, b.state, s.state
            """);
        nothing("a slice that succeeded was filled once, any other not at all", """
            SELECT s.backfill_id || ' ' || s.number || ' ' || s.state || ' ' || count(f.run)
            FROM freshet.backfill_slice s JOIN freshet.backfill b ON b.id = s.backfill_id AND b.job = 'fill'
            LEFT JOIN freshet.run r ON r.backfill_id = b.id AND r.logical_time = s.starts_at
            LEFT JOIN filled f ON f.run = r.id AND f.start = s.starts_at
            GROUP BY s.backfill_id, s.number, s.state
            HAVING count(f.run) <> CASE s.state WHEN 'succeeded' THEN 1 ELSE 0 END
            """);
        nothing("a slice has as many runs as it says, and the state of the last", """
            SELECT s.backfill_id || ' ' || s.number || ' ' || s.state FROM freshet.backfill_slice s
            LEFT JOIN freshet.run r ON r.backfill_id = s.backfill_id AND r.logical_time = s.starts_at
            GROUP BY s.backfill_id, s.number, s.state, s.runs, s.run_id
            HAVING count(r.id) <> s.runs OR s.runs > 0 AND s.state <> 'cancelled' AND
                   max(r.state) FILTER (WHERE r.id = s.run_id) <> s.state
            """);
    }

    void everythingThatBeganHasEnded() {
        nothing("an active run", "SELECT id || ' ' || job || ' ' || state FROM freshet.run WHERE history = 'active'");
        nothing("an active attempt", "SELECT run_id::text FROM freshet.attempt WHERE history = 'active'");
        nothing("a run that ended otherwise than its last attempt", """
            SELECT r.id || ' ' || r.state || ', attempt ' || a.state FROM freshet.run r JOIN freshet.attempt a ON a.id = r.attempt_id
            WHERE r.state <> a.state AND NOT (a.state IN ('failed', 'lost')
              AND (r.state = 'cancelled' AND r.cancel_requested_at IS NOT NULL
                OR r.state = 'stopped' AND r.stop_requested_at IS NOT NULL))
            """);
        nothing("a run without the attempts it counted", """
            SELECT r.id::text FROM freshet.run r
            WHERE r.attempt <> (SELECT count(*) FROM freshet.attempt a WHERE a.run_id = r.id)
            """);
        nothing("a refresh that never ended", """
            SELECT view_name || ' ' || status FROM freshet.materialized_view_refreshes WHERE status = 'running'
            """);
    }

    /** Applications' wishes: a run for each transaction that committed, none for one that did not. */
    void everyCommittedEnqueueHasItsRun(List<Long> committed, List<Long> rolledBack) {
        List<String> ended = rows("SELECT id::text FROM freshet.run WHERE trigger = 'sql' AND ended_at IS NOT NULL");
        assertThat(ended)
                .containsExactlyInAnyOrderElementsOf(
                        committed.stream().map(String::valueOf).toList());
        assertThat(rows("SELECT id::text FROM freshet.run"))
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        rolledBack.stream().map(String::valueOf).toList());
    }

    /** Whatever was answered with success is in the trail, and nothing else is. */
    void everyActIsAudited(List<String> answered) {
        assertThat(rows("SELECT action || ' ' || subject FROM freshet.audit WHERE actor = 'tester'"))
                .containsExactlyInAnyOrderElementsOf(answered);
    }

    void nothingIsLeftOnTheServer() {
        nothing("a session of a node", """
            SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'freshet%'
            """);
        nothing("an advisory lock", """
            SELECT objid::text FROM pg_locks WHERE locktype = 'advisory'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);
    }

    private void nothing(String what, String sql) {
        assertThat(rows(sql)).as(what).isEmpty();
    }

    private List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        database.sql().queryAll(sql).forEach(value -> rows.add(String.valueOf(value)));
        return rows;
    }
}
