// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

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
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that carries out a slice, and feeds the backfill, is killed or frozen in the middle. */
class BackfillCrashTest {

    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");

    /** The first attempt at the second day lasts until somebody ends it. */
    private static final JobDefinitions FILL = JobDefinitions.sql("fill", """
        INSERT INTO filled VALUES (:logical_time, :run_id, :attempt);
        SELECT pg_sleep(CASE WHEN :attempt = '1' AND :logical_time = '2026-03-02T00:00:00Z' THEN 600 ELSE 0 END)
        """).retries(1, "lost");

    private final FreshetDatabase database = FreshetDatabase.create();
    private final Freshet asker = Freshet.builder(database.database()).build();

    @BeforeEach
    void deploy() {
        database.sql().execute("CREATE TABLE filled (start timestamptz UNIQUE, run text, attempt text)");
        TestNode.deploy(database, asker, FILL);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void goesOnWhereTheNodeWasKilledAndFillsEachDayOnce() {
        try (NodeProcess first = NodeProcess.start(database, "first")) {
            long backfill = startAndAwaitTheSecondDay();
            try (NodeProcess second = NodeProcess.start(database, "second")) {
                awaitNode("second");
                first.kill();
                awaitSucceeded(backfill);
            }
            eachDayIsFilledOnce();
        }
    }

    @Test
    void keepsNothingOfANodeThatWasFrozenBeyondItsLease() {
        try (NodeProcess frozen = NodeProcess.start(database, "frozen")) {
            long backfill = startAndAwaitTheSecondDay();
            try (NodeProcess other = NodeProcess.start(database, "other")) {
                awaitNode("other");
                frozen.freeze();
                awaitSucceeded(backfill);
                frozen.thaw();
                // It joins again under another id, as a node among others.
                until().until(() ->
                        "2".equals(database.sql().query("SELECT count(*) FROM freshet.node WHERE name = 'frozen'")));
            }
            eachDayIsFilledOnce();
            assertThat(rows("SELECT state FROM freshet.backfill")).containsExactly("succeeded");
        }
    }

    private long startAndAwaitTheSecondDay() {
        long backfill = asker.backfills()
                .control()
                .start(BackfillRequest.of("fill", FROM, FROM.plus(Duration.ofDays(4)), "1d"), TestNode.TESTER);
        until().until(() -> "1".equals(database.sql().query("""
            SELECT count(*) FROM pg_stat_activity a JOIN freshet.run r ON a.application_name = 'freshet run ' || r.id
            WHERE r.logical_time = '2026-03-02T00:00:00Z' AND r.state = 'running' AND a.state = 'active'
            """)));
        return backfill;
    }

    private void eachDayIsFilledOnce() {
        assertThat(rows("SELECT to_char(start AT TIME ZONE 'UTC', 'DD') || ' by attempt ' || attempt FROM"
                        + " filled ORDER BY 1"))
                .containsExactly("01 by attempt 1", "02 by attempt 2", "03 by attempt 1", "04 by attempt 1");
        assertThat(rows("SELECT state || ' ' || runs FROM freshet.backfill_slice ORDER BY number"))
                .as("the run of the second day was taken over, not replaced")
                .containsOnly("succeeded 1")
                .hasSize(4);
        assertThat(rows("SELECT state FROM freshet.attempt a WHERE number = 1 AND state <> 'succeeded'"))
                .containsExactly("lost");
    }

    private void awaitSucceeded(long backfill) {
        until().until(() ->
                "succeeded".equals(database.sql().query("SELECT state FROM freshet.backfill WHERE id = " + backfill)));
    }

    private void awaitNode(String name) {
        until().until(() ->
                "1".equals(database.sql().query("SELECT count(*) FROM freshet.node WHERE name = '" + name + "'")));
    }

    private List<String> rows(String sql) {
        return database.sql().queryAll(sql).stream().map(String::valueOf).toList();
    }

    private static ConditionFactory until() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }
}
