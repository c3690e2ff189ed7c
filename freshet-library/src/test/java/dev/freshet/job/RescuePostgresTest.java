// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.postgres.Session;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that nobody carries out any more, although no process died. */
class RescuePostgresTest {

    private final TestNode node = TestNode.started();
    private final RunStore store = new RunStore();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void takesUpARunThatItsOwnNodeClaimedWithoutNoticing() {
        node.deploy(JobDefinitions.sql("tidy", "SELECT 1").retries(1, "lost"));
        long id = Long.parseLong(Objects.requireNonNull(
                node.database().sql().query("SELECT max(id)::text FROM freshet.node WHERE closed_at IS NULL")));
        // As when the connection breaks after the claim's COMMIT and before its answer.
        long run = node.freshet().database().transaction(session -> {
            session.execute("""
                INSERT INTO freshet.run (job, trigger, actor) VALUES ('tidy', 'manual', 'tester')
                """);
            return claim(session, id).runId();
        });
        node.awaitState(run, RunState.SUCCEEDED);
        assertThat(node.find(run).attempt()).isEqualTo(2);
    }

    @Test
    void takesOverFromANodeThatFellSilentBetweenRecordingSuccessAndCommitting() {
        node.deploy(JobDefinitions.sql("tidy", "SELECT 1").retries(1, "lost"));
        long silent =
                Long.parseLong(Objects.requireNonNull(node.database().sql().query("""
                    INSERT INTO freshet.node (name, version, process_id, leased_until)
                    VALUES ('silent', 'test', 1, clock_timestamp() + interval '2 s') RETURNING id::text
                    """)));
        RunStore.Claim claim = node.freshet().database().transaction(session -> {
            session.execute("INSERT INTO freshet.run (job, trigger, actor) VALUES ('tidy', 'manual', 'tester')");
            return claim(session, silent);
        });
        try (Session session = node.freshet().database().openDirect()) {
            assertThat(store.enter(session, claim.attemptId(), silent)).isTrue();
            session.begin();
            assertThat(store.succeed(session, claim.attemptId(), null)).isTrue();
            node.awaitState(claim.runId(), RunState.SUCCEEDED);
            assertThat(node.find(claim.runId()).attempt()).isEqualTo(2);
        }
    }

    @Test
    void takesOverTheRestWhenOneCannotBeTakenOver() {
        node.deploy(
                JobDefinitions.sql("alien", "SELECT 1"),
                JobDefinitions.sql("tidy", "SELECT 1").retries(1, "lost"));
        long silent =
                Long.parseLong(Objects.requireNonNull(node.database().sql().query("""
                    INSERT INTO freshet.node (name, version, process_id, leased_until)
                    VALUES ('silent', 'test', 1, clock_timestamp() + interval '2 s') RETURNING id::text
                    """)));
        List<Long> runs = node.freshet().database().transaction(session -> {
            session.execute("INSERT INTO freshet.run (job, trigger, actor) VALUES ('alien', 'manual', 'tester')");
            long alien = claim(session, silent).runId();
            session.execute("INSERT INTO freshet.run (job, trigger, actor) VALUES ('tidy', 'manual', 'tester')");
            return List.of(alien, claim(session, silent).runId());
        });
        // As a node of a later version would have applied it.
        node.database().sql().execute("""
            UPDATE freshet.job SET definition = definition || '{"type": "quantum"}' WHERE name = 'alien'
            """);
        node.awaitState(runs.get(1), RunState.SUCCEEDED);
        assertThat(node.find(runs.get(0)).state()).isEqualTo(RunState.RUNNING);
    }

    private static RunStore.Claim claim(Session session, long nodeId) {
        Run run = new RunBatchStore()
                .claim(session, nodeId, 1, 1, Set.of(), Set.of())
                .get(0)
                .run();
        return new RunStore.Claim(run.id(), Objects.requireNonNull(run.attemptId()));
    }
}
