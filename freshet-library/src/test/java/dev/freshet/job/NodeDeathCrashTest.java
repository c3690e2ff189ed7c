// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.NodeProcess;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes in processes of their own, killed and frozen in the middle of a run. */
class NodeDeathCrashTest {

    /** The design's promise: taken over within 15 s of the node's death. */
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(15);

    private static final JobDefinitions SLOW = JobDefinitions.sql("slow", """
        INSERT INTO done (run, attempt) VALUES (:run_id, :attempt);
        SELECT pg_sleep(CASE WHEN :attempt = '1' THEN 600 ELSE 0 END)
        """).retries(1, "lost");

    private final FreshetDatabase database = FreshetDatabase.create();
    private final Freshet asker = Freshet.builder(database.database()).build();

    @BeforeEach
    void deploy() {
        database.sql().execute("CREATE TABLE done (run text, attempt text)");
        TestNode.deploy(database, asker, SLOW);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void takesOverTheRunOfAKilledNodeOnceItsBackendIsGone() {
        try (NodeProcess first = NodeProcess.start(database, "first")) {
            long run = startRun();
            try (NodeProcess second = NodeProcess.start(database, "second")) {
                awaitNode("second");
                long killed = System.nanoTime();
                first.kill();
                awaitState(run, RunState.SUCCEEDED);
                assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKEN_OVER_WITHIN);
            }
            assertThat(attempts(run)).containsExactly("lost", "succeeded");
            assertThat(database.sql().queryAll("SELECT attempt FROM done")).containsExactly("2");
            assertThat(backendsOf(run)).isEqualTo("0");
        }
    }

    @Test
    void keepsNothingOfANodeThatWasFrozenBeyondItsLease() {
        try (NodeProcess frozen = NodeProcess.start(database, "frozen")) {
            long run = startRun();
            try (NodeProcess other = NodeProcess.start(database, "other")) {
                awaitNode("other");
                frozen.freeze();
                awaitState(run, RunState.SUCCEEDED);
                frozen.thaw();
                // It joins again under another id, as a node among others.
                until().until(() ->
                        "2".equals(database.sql().query("SELECT count(*) FROM freshet.node WHERE name = 'frozen'")));
            }
            assertThat(attempts(run)).containsExactly("lost", "succeeded");
            assertThat(database.sql().queryAll("SELECT attempt FROM done")).containsExactly("2");
            assertThat(database.sql().query("SELECT string_agg(message, ' ') FROM freshet.log_line WHERE attempt = 1"))
                    .contains("lost its lease");
            // What it claims from now on counts.
            long next = queue();
            awaitState(next, RunState.RUNNING);
        }
    }

    @Test
    void leavesARunLostWhoseJobAllowsNoOtherAttempt() {
        TestNode.deploy(database, asker, SLOW.retries(0));
        try (NodeProcess first = NodeProcess.start(database, "first")) {
            long run = startRun();
            try (NodeProcess second = NodeProcess.start(database, "second")) {
                first.kill();
                awaitState(run, RunState.LOST);
            }
            assertThat(database.sql().query("SELECT count(*) FROM done")).isEqualTo("0");
        }
    }

    private long startRun() {
        long run = queue();
        awaitState(run, RunState.RUNNING);
        until().until(() -> "1".equals(backendsOf(run)));
        return run;
    }

    private long queue() {
        return asker.control().runNow("slow", Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
    }

    private void awaitState(long run, RunState state) {
        until().until(() -> find(run).state() == state);
    }

    private void awaitNode(String name) {
        until().until(() ->
                "1".equals(database.sql().query("SELECT count(*) FROM freshet.node WHERE name = '" + name + "'")));
    }

    private Run find(long run) {
        return database.database()
                .call(session -> asker.runs().find(session, run))
                .orElseThrow();
    }

    private List<String> attempts(long run) {
        return database.database().call(session -> asker.runs().listAttempts(session, run)).stream()
                .map(Attempt::state)
                .toList();
    }

    private String backendsOf(long run) {
        return String.valueOf(database.sql()
                .query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'freshet run " + run + "'"));
    }

    private static ConditionFactory until() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }
}
