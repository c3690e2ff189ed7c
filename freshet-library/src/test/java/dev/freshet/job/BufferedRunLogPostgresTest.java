// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferedRunLogPostgresTest {

    private final TestNode node = TestNode.started();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void keepsNoMoreThanItsLimitAndSaysHowManyLinesWereLeftOut() {
        BufferedRunLog log = log();
        for (int i = 0; i < BufferedRunLog.MAX_LINES + 500; i++) {
            log.log(LogLevel.INFO, "line " + i);
        }
        for (int i = 0; i < BufferedRunLog.MAX_ERRORS_BEYOND + 7; i++) {
            log.log(LogLevel.ERROR, "error " + i);
        }
        log.finish(LogLevel.INFO, "the end");
        log.finish(LogLevel.INFO, "the end again");
        List<LogLine> lines = flushed(log);
        assertThat(lines).hasSize(BufferedRunLog.MAX_LINES + BufferedRunLog.MAX_ERRORS_BEYOND + 2);
        assertThat(lines.get(lines.size() - 2).message()).startsWith("507 more lines were left out");
        assertThat(lines.get(lines.size() - 1).message()).isEqualTo("the end");
    }

    @Test
    void keepsLinesThatPostgresCouldNotHoldAsTheyAre() {
        BufferedRunLog log = log();
        log.log(LogLevel.INFO, "a\0b {\"c\\d\"} NULL");
        log.log(LogLevel.INFO, "x".repeat(BufferedRunLog.MAX_LENGTH - 1) + "😀" + "y");
        List<LogLine> lines = flushed(log);
        assertThat(lines.get(0).message()).isEqualTo("a b {\"c\\d\"} NULL");
        assertThat(lines.get(1).message()).isEqualTo("x".repeat(BufferedRunLog.MAX_LENGTH - 1) + " …");
    }

    private BufferedRunLog log() {
        node.deploy(JobDefinitions.sql("talk", "SELECT 1"));
        Run run = node.awaitState(node.run("talk"), RunState.SUCCEEDED);
        await().until(() -> "1".equals(node.database().sql().query("""
            SELECT count(*)::text FROM freshet.log_line WHERE message = 'Succeeded'
            """)));
        node.database().sql().execute("DELETE FROM freshet.log_line");
        return new BufferedRunLog(
                new LogStore(), InstantSource.system(), run, run.attemptId() == null ? 0 : run.attemptId());
    }

    private List<LogLine> flushed(BufferedRunLog log) {
        node.freshet().database().run(log::flush);
        return node.freshet()
                .database()
                .call(session -> new LogStore()
                        .list(
                                session,
                                Long.parseLong(String.valueOf(
                                        node.database().sql().query("SELECT max(id)::text FROM freshet.run"))),
                                0,
                                0,
                                20_000));
    }
}
