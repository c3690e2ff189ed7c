// SPDX-License-Identifier: Apache-2.0
package dev.freshet.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.job.LogLine;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowRunPostgresTest {

    private final TestNode node = TestNode.started();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void flagsARunThatTakesLongerThanUsualOnceItDoes() {
        node.deploy(JobDefinitions.sql("work", "SELECT pg_sleep(:n::float)"));
        for (int i = 0; i < 5; i++) {
            node.awaitState(node.run("work", Map.of("n", 0.01)), RunState.SUCCEEDED);
        }
        long slow = node.run("work", Map.of("n", 60));
        Run flagged = node.awaitRun(slow, run -> run.slowSince() != null);
        assertThat(flagged.state()).isEqualTo(RunState.RUNNING);
        assertThat(Objects.requireNonNull(flagged.slowSince())).isAfter(flagged.startedAt());
        node.freshet().control().cancel(slow, TestNode.TESTER, null);
        node.awaitState(slow, RunState.CANCELLED);
        List<LogLine> log =
                node.freshet().database().call(session -> node.freshet().logs().list(session, slow, 0, 0, 100));
        assertThat(log)
                .extracting(LogLine::message)
                .filteredOn(message -> message.startsWith("Slow:"))
                .hasSize(1);
    }

    @Test
    void knowsNothingUsualFromFourRuns() {
        node.deploy(JobDefinitions.sql("work", "SELECT pg_sleep(:n::float)"));
        for (int i = 0; i < 4; i++) {
            node.awaitState(node.run("work", Map.of("n", 0.01)), RunState.SUCCEEDED);
        }
        Run run = node.awaitState(node.run("work", Map.of("n", 2.5)), RunState.SUCCEEDED);
        assertThat(run.slowSince()).isNull();
    }
}
