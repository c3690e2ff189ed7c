// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.NodeProcess;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes in processes of their own share a job that is due every second; one of them is killed on the way.
 *
 * <p>Takes as long as {@code -Dfreshet.test.soak} says (an ISO-8601 duration, default 20 s).
 */
class TwoNodesClusterTest {

    private static final Duration SOAK = Duration.parse(System.getProperty("freshet.test.soak", "PT20S"));
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FreshetDatabase database = FreshetDatabase.create();
    private final Freshet reader = Freshet.builder(database.database()).build();

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void givesEachTickExactlyOneRunAndOneEffectAlsoWhenANodeDies() {
        database.sql().execute("CREATE TABLE effect (logical_time timestamptz, run bigint)");
        try (NodeProcess first = NodeProcess.start(database, "first");
                NodeProcess second = NodeProcess.start(database, "second")) {
            awaitNodes("2");
            TestNode.deploy(
                    database,
                    reader,
                    JobDefinitions.sql("beat", "INSERT INTO effect VALUES (:logical_time, :run_id)")
                            .every(SECOND)
                            .retries(3, "lost"));
            awaitTicks(SOAK.toSeconds() / 2);
            first.kill();
            awaitTicks(SOAK.toSeconds());
            TestNode.deploy(database, reader);
            awaitNoActiveRun();
        }
        List<LedgerTick> ticks = ticks();
        for (int i = 1; i < ticks.size(); i++) {
            assertThat(ticks.get(i).scheduledFor())
                    .isEqualTo(ticks.get(i - 1).scheduledFor().plus(SECOND));
        }
        assertThat(ticks).allSatisfy(tick -> assertThat(tick.runId()).isNotNull());
        assertThat(database.sql()
                        .query("SELECT count(*) - count(DISTINCT scheduled_for) FROM freshet.run WHERE job = 'beat'"))
                .isEqualTo("0");
        // Each fired tick has its run; each run that succeeded has its effect once, and no other run has any.
        assertThat(database.sql().queryAll("""
            SELECT t.scheduled_for FROM freshet.tick t LEFT JOIN freshet.run r ON r.id = t.run_id
            WHERE t.job = 'beat' AND t.outcome = 'fired' AND r.scheduled_for IS DISTINCT FROM t.scheduled_for
            """)).isEmpty();
        assertThat(database.sql().queryAll("""
            SELECT coalesce(r.id, e.run) FROM (SELECT * FROM freshet.run WHERE job = 'beat' AND state = 'succeeded') r
            FULL JOIN (SELECT run, count(*) AS times FROM effect GROUP BY run) e ON e.run = r.id
            WHERE r.id IS NULL OR e.times IS DISTINCT FROM 1
            """)).isEmpty();
        assertThat(database.sql()
                        .query("SELECT count(DISTINCT freshet.node_name(node_id)) FROM freshet.attempt WHERE"
                                + " state = 'succeeded'"))
                .as("both nodes took part")
                .isEqualTo("2");
    }

    private void awaitNodes(String count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> count.equals(database.sql()
                        .query("SELECT count(*) FROM freshet.node WHERE closed_at IS NULL AND leased_until > now()")));
    }

    private void awaitTicks(long count) {
        await().atMost(SOAK.plusSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ticks().size() >= count);
    }

    private void awaitNoActiveRun() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "0"
                        .equals(database.sql()
                                .query("SELECT count(*) FROM freshet.run WHERE state IN ('running', 'stopping')")));
    }

    private List<LedgerTick> ticks() {
        return database.database()
                .call(session -> reader.ticks()
                        .list(session, "beat", Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 100_000));
    }
}
