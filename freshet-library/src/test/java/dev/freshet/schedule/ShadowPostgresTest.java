// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.CatchUpPolicy;
import dev.freshet.job.RunState;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowPostgresTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestNode node = TestNode.started();

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void accountsForEveryTickAndQueuesNoRun() {
        node.deploy(JobDefinitions.sql("quiet", "SELECT 1").every(SECOND).shadowed());
        until().until(() -> ledger("quiet").size() >= 3);
        assertThat(ledger("quiet")).allSatisfy(tick -> {
            assertThat(tick.outcome()).isEqualTo(TickOutcome.SHADOWED);
            assertThat(tick.reason()).isEqualTo("would have fired");
            assertThat(tick.runId()).isNull();
        });
        assertThat(node.runsOf("quiet")).isEmpty();
    }

    @Test
    void doesTheWorkWhenSomebodyAsksAndSaysWhatTheOverlapPolicyWouldHaveDone() {
        node.deploy(
                JobDefinitions.sql("long", "SELECT pg_sleep(600)").every(SECOND).shadowed());
        long run = node.run("long");
        node.awaitState(run, RunState.RUNNING);
        until().until(() -> ledger("long").stream()
                .anyMatch(tick -> String.valueOf(tick.reason()).startsWith("would have fired: follows run " + run)));
        assertThat(node.runsOf("long")).hasSize(1);
    }

    @Test
    void tellsOfAPauseAndOfMissedTicks() {
        node.deploy(JobDefinitions.sql("late", "SELECT 1")
                .every(Duration.ofMinutes(1))
                .catchUp(CatchUpPolicy.LATEST, 100)
                .shadowed());
        node.database().sql().execute("""
            UPDATE freshet.job SET evaluated_until = date_trunc('minute', clock_timestamp()) - interval '10 minutes',
                                   next_tick_at = clock_timestamp() - interval '10 minutes';
            NOTIFY freshet, 'definitions';
            """);
        until().until(() -> ledger("late").size() >= 10);
        assertThat(ledger("late"))
                .extracting(LedgerTick::reason)
                .contains("would have been merged: missed: merged into the latest tick (catch-up: latest)");
        assertThat(node.runsOf("late")).isEmpty();
    }

    @Test
    void leavesFollowersAloneToo() {
        node.deploy(
                JobDefinitions.sql("first", "SELECT 1"),
                JobDefinitions.sql("second", "SELECT 1").after("first").shadowed());
        node.awaitState(node.run("first"), RunState.SUCCEEDED);
        until().until(() -> ledger("second").size() == 1);
        assertThat(ledger("second").getFirst().outcome()).isEqualTo(TickOutcome.SHADOWED);
        assertThat(node.runsOf("second")).isEmpty();
    }

    @Test
    void theSchemaTakesTheOutcomeInPartitionsThatWereThereBefore() throws IOException {
        String partition = node.database()
                .sql()
                .query("SELECT freshet.create_partition('freshet.tick', 'week', clock_timestamp() + interval '100"
                        + " days')");
        try (InputStream migration = TickStore.class.getResourceAsStream("/dev/freshet/schema/V013__shadow.sql")) {
            node.database()
                    .sql()
                    .execute(new String(Objects.requireNonNull(migration).readAllBytes(), StandardCharsets.UTF_8));
        }
        node.database().sql().execute("""
            INSERT INTO freshet.tick (job, scheduled_for, outcome) VALUES ('old', clock_timestamp() + interval '100 days', 'shadowed')
            """);
        assertThat(node.database().sql().query("SELECT count(*) FROM freshet." + partition))
                .isEqualTo("1");
    }

    private List<LedgerTick> ledger(String job) {
        return node.freshet()
                .database()
                .call(session -> node.freshet()
                        .ticks()
                        .list(session, job, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 10_000));
    }

    private static ConditionFactory until() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
