// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend that cannot be ended, as one whose disk does not answer. */
class FrozenBackendCrashTest {

    private static final Duration LONG = Duration.ofSeconds(40);

    private final TestNode node = TestNode.started();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void isNotCancelledBeforeItsBackendIsGone() throws Exception {
        node.deploy(JobDefinitions.sql("slow", "SELECT pg_sleep(600)"));
        long run = node.run("slow");
        await().until(() -> !backend().equals("null"));
        String pid = backend();
        signal("STOP", pid);
        try {
            node.freshet().control().cancel(run, TestNode.TESTER, "enough");
            await().atMost(LONG)
                    .until(() -> node.find(run).state() != RunState.RUNNING
                            || sql("SELECT count(*) FROM freshet.log_line WHERE message LIKE 'A backend of the run does"
                                            + " not end%'")
                                    .equals("1"));
            assertThat(node.find(run).state()).isEqualTo(RunState.RUNNING);
        } finally {
            signal("CONT", pid);
        }
        node.awaitState(run, RunState.CANCELLED);
        assertThat(sql("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid))
                .isEqualTo("0");
    }

    private String backend() {
        return sql("SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active'"
                + " AND datname = current_database()");
    }

    private String sql(String query) {
        return String.valueOf(node.database().sql().query(query));
    }

    private static void signal(String signal, String pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }
}
