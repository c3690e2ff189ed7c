// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.OverlapPolicy;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Trigger;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes, and random acts of people, applications and accidents; then the tables must tell a story without a gap.
 *
 * <p>Lasts {@code freshet.test.soak} (PT15S unless given); {@code freshet.test.seed} repeats the acts of another time.
 */
class TortureClusterTest {

    private static final Logger LOG = LoggerFactory.getLogger(TortureClusterTest.class);
    private static final Duration SOAK = Duration.parse(System.getProperty("freshet.test.soak", "PT15S"));
    private static final long SEED = Long.getLong("freshet.test.seed", System.nanoTime());
    private static final String EFFECT = "INSERT INTO effect VALUES (:run_id, clock_timestamp()); ";

    private static final JobDefinitions[] JOBS = {
        JobDefinitions.sql("beat", EFFECT + "SELECT pg_sleep(0.05)")
                .every(Duration.ofSeconds(1))
                .retries(5, "any"),
        JobDefinitions.sql("slow", EFFECT + "SELECT pg_sleep(1.4)")
                .every(Duration.ofSeconds(1))
                .retries(2, "lost", "transient"),
        JobDefinitions.sql("hasty", EFFECT + "SELECT pg_sleep(1.2)")
                .every(Duration.ofSeconds(1))
                .overlap(OverlapPolicy.CANCEL_RUNNING),
        JobDefinitions.sql("picky", EFFECT + "SELECT pg_sleep(1.2)")
                .every(Duration.ofSeconds(1))
                .overlap(OverlapPolicy.SKIP)
                .retries(1, "any"),
        JobDefinitions.sql("crowd", EFFECT + "SELECT pg_sleep(0.3)")
                .overlap(OverlapPolicy.ALLOW)
                .retries(1, "any"),
        JobDefinitions.sql("brittle", EFFECT + "SELECT 1 / (random() * 2)::int").retries(1, "22"),
        JobDefinitions.sql("follower", EFFECT).after("beat"),
    };
    private static final List<String> NAMES =
            List.of(JOBS).stream().map(JobDefinitions::name).toList();

    private final Random random = new Random(SEED);
    private final FreshetDatabase database = FreshetDatabase.create();
    private final List<Freshet> nodes = new ArrayList<>(List.of(node(), node()));
    private final List<Long> enqueued = new ArrayList<>();
    private final List<Long> rolledBack = new ArrayList<>();
    private int audited;
    private long until;

    @AfterEach
    void dropDatabase() {
        nodes.forEach(Freshet::close);
        database.close();
    }

    @Test
    void accountsForEverythingThatWasOwed() {
        LOG.info("Torture for {}, -Dfreshet.test.seed={}", SOAK, SEED);
        database.sql().execute("CREATE TABLE effect (run text, at timestamptz)");
        nodes.forEach(Freshet::start);
        TestNode.deploy(database, nodes.get(0), JOBS);
        until = System.nanoTime() + SOAK.toNanos();
        await().pollInterval(Duration.ofMillis(40))
                .atMost(SOAK.plusSeconds(120))
                .until(this::act);
        NAMES.forEach(this::resume);
        endEverything();

        everyTickIsInTheLedgerOnce();
        noExclusiveJobOverlapsItself();
        everyCommittedEnqueueHasARunThatEnded();
        everySuccessHasItsEffectOnceAndNothingElseHasAny();
        everyAttemptHasEnded();
        everyActIsInTheAudit();
        nodes.forEach(Freshet::close);
        nodes.clear();
        nothingIsLeftOnTheServer();
    }

    private boolean act() {
        String job = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 ->
                audited(() -> anyNode().control().runNow(job, Map.of(), Trigger.MANUAL, TestNode.TESTER, null));
            case 4, 5 -> cancelAny();
            case 6 -> audited(() -> anyNode().control().pause(job, TestNode.TESTER, "torture", null));
            case 7, 8 -> resume(job);
            case 9, 10, 11, 12 -> enqueue(job, random.nextInt(3) > 0);
            case 13, 14 -> killABackend();
            case 15 -> reopenANode();
            default -> {
                return System.nanoTime() > until;
            }
        }
        return System.nanoTime() > until;
    }

    private void cancelAny() {
        List<String> active = new ArrayList<>(
                database.sql().queryAll("SELECT id::text FROM freshet.run WHERE history = 'active' ORDER BY random()"));
        if (!active.isEmpty()) {
            try {
                anyNode().control().cancel(Long.parseLong(active.get(0)), TestNode.TESTER, "torture");
                audited++;
            } catch (FreshetException e) {
                LOG.debug("It had ended: {}", e.getMessage());
            }
        }
    }

    private void resume(String job) {
        String paused = database.sql()
                .query("SELECT count(*)::text FROM freshet.job WHERE paused_at IS NOT NULL AND name = '" + job + "'");
        anyNode().control().resume(job, TestNode.TESTER, null);
        audited += Integer.parseInt(String.valueOf(paused));
    }

    private void enqueue(String job, boolean commit) {
        try (Connection connection = database.sql().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try (java.sql.ResultSet row = statement.executeQuery("SELECT freshet.enqueue('" + job + "')")) {
                row.next();
                (commit ? enqueued : rolledBack).add(row.getLong(1));
            }
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void killABackend() {
        database.sql().execute("""
            SELECT pg_terminate_backend(pid) FROM (
              SELECT pid FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                AND application_name LIKE 'freshet%' ORDER BY random() LIMIT 1) victim
            """);
    }

    private void reopenANode() {
        int which = random.nextInt(nodes.size());
        nodes.get(which).close();
        Freshet next = node();
        next.start();
        nodes.set(which, next);
    }

    /** No tick any more, and every run that is owed is carried out; held ones have no tick to release them. */
    private void endEverything() {
        JobDefinitions[] silent =
                List.of(JOBS).stream().map(job -> job.schedule(null)).toArray(JobDefinitions[]::new);
        TestNode.deploy(database, nodes.get(0), silent);
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    database.sql().execute("""
                        UPDATE freshet.run SET held_because = NULL WHERE history = 'active' AND held_because IS NOT NULL
                        """);
                    assertThat(rows("SELECT id || ' ' || job || ' ' || state FROM freshet.run WHERE history ="
                                    + " 'active'"))
                            .isEmpty();
                });
    }

    private void everyTickIsInTheLedgerOnce() {
        assertThat(rows("""
            SELECT job || ': ' || count(*) || ' ticks, expected ' || extract(epoch FROM max(scheduled_for) - min(scheduled_for)) + 1
            FROM freshet.tick WHERE job IN ('beat', 'slow', 'hasty', 'picky') GROUP BY job
            HAVING count(*) <> extract(epoch FROM max(scheduled_for) - min(scheduled_for)) + 1
            """)).isEmpty();
        assertThat(rows("""
            SELECT t.job || ' ' || t.scheduled_for FROM freshet.tick t LEFT JOIN freshet.run r ON r.id = t.run_id
            WHERE t.outcome <> 'skipped' AND r.id IS NULL
            """)).isEmpty();
        assertThat(rows("""
            SELECT r.id::text FROM freshet.run r WHERE r.trigger = 'schedule'
            AND NOT EXISTS (SELECT FROM freshet.tick t WHERE t.run_id = r.id)
            """)).isEmpty();
    }

    private void noExclusiveJobOverlapsItself() {
        assertThat(rows("""
            SELECT r.job || ': ' || a.run_id || ' and ' || b.run_id
            FROM freshet.attempt a JOIN freshet.attempt b ON a.id < b.id AND a.state <> 'lost' AND b.state <> 'lost'
            AND tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at)
            JOIN freshet.run r ON r.id = a.run_id AND r.exclusive JOIN freshet.run s ON s.id = b.run_id AND s.job = r.job
            """)).isEmpty();
    }

    private void everyCommittedEnqueueHasARunThatEnded() {
        assertThat(rows("SELECT id::text FROM freshet.run WHERE trigger = 'sql' AND ended_at IS NOT NULL"))
                .containsExactlyInAnyOrderElementsOf(
                        enqueued.stream().map(String::valueOf).toList());
        assertThat(rows("SELECT id::text FROM freshet.run"))
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        rolledBack.stream().map(String::valueOf).toList());
    }

    private void everySuccessHasItsEffectOnceAndNothingElseHasAny() {
        assertThat(rows("""
            SELECT r.id || ' ' || r.state || ' ' || count(e.run) FROM freshet.run r LEFT JOIN effect e ON e.run = r.id::text
            GROUP BY r.id, r.state HAVING count(e.run) <> CASE r.state WHEN 'succeeded' THEN 1 ELSE 0 END
            """)).isEmpty();
        assertThat(rows("SELECT run FROM effect WHERE run NOT IN (SELECT id::text FROM freshet.run)"))
                .isEmpty();
        assertThat(rows("SELECT DISTINCT state FROM freshet.run")).contains("succeeded", "cancelled");
    }

    private void everyAttemptHasEnded() {
        assertThat(rows("SELECT run_id::text FROM freshet.attempt WHERE history = 'active'"))
                .isEmpty();
        assertThat(rows("""
            SELECT r.id || ' ' || r.state || ', attempt ' || a.state FROM freshet.run r JOIN freshet.attempt a ON a.id = r.attempt_id
            WHERE r.state <> a.state AND NOT (r.state = 'cancelled' AND a.state IN ('failed', 'lost'))
            """)).isEmpty();
    }

    private void everyActIsInTheAudit() {
        assertThat(rows("SELECT id::text FROM freshet.audit WHERE actor = 'tester'"))
                .hasSize(audited);
    }

    private void nothingIsLeftOnTheServer() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(rows("SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND application_name LIKE 'freshet%'"))
                    .isEmpty();
            assertThat(rows("""
                SELECT objid::text FROM pg_locks WHERE locktype = 'advisory'
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """)).isEmpty();
        });
    }

    private void audited(Runnable act) {
        act.run();
        audited++;
    }

    private Freshet anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        database.sql().queryAll(sql).forEach(value -> rows.add(String.valueOf(value)));
        return rows;
    }

    private Freshet node() {
        return Freshet.builder(database.database())
                .nodeName("torture")
                .drain(Duration.ofMillis(200))
                .build();
    }
}
