// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.definition.DefinitionSources;
import dev.freshet.job.Trigger;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.NodeProcess;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that dies in the middle of a refresh: the view itself says why it is not fresh, with nobody left to judge. */
class FreshnessCrashTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final FreshetDatabase database = FreshetDatabase.create();
    private final Freshet asker = Freshet.builder(database.database()).build();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void saysThatTheNodeDiedAndThatNoOtherIsAlive() {
        database.sql().execute("""
            CREATE TABLE pace (seconds float); INSERT INTO pace VALUES (0);
            CREATE MATERIALIZED VIEW slow AS SELECT count(pg_sleep(seconds)) AS slept FROM pace;
            """);
        asker.apply(
                DefinitionReader.read(List.of(new DefinitionSource(
                                "freshet.yaml",
                                "freshet: 1\nviews:\n  slow: { freshness: 2s, " + Promised.NEVER + " }\n")))
                        .orThrow()
                        .definitions(),
                DefinitionSources.NONE,
                TestNode.TESTER,
                null);
        try (NodeProcess node = NodeProcess.start(database, "doomed")) {
            refresh();
            awaitAnswer("1", "SELECT count(*) FROM freshet.materialized_view_refreshes WHERE status = 'success'");
            database.sql().execute("UPDATE pace SET seconds = 60");
            refresh();
            awaitAnswer("1", "SELECT count(*) FROM freshet.materialized_view_refreshes WHERE status = 'running'");
            node.kill();
            awaitAnswer("lost", "SELECT cause_kind FROM freshet.freshness");
        }
        assertThat(database.sql().query("SELECT status FROM freshet.freshness")).isEqualTo("breached");
        assertThat(database.sql().query("SELECT cause FROM freshet.freshness"))
                .startsWith("node doomed died while it refreshed the view: its lease ran out at ")
                .endsWith("; no other node is alive");
    }

    private void refresh() {
        asker.control().runNow("slow", Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
    }

    private void awaitAnswer(String expected, String sql) {
        await(sql)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> expected.equals(database.sql().query(sql)));
    }
}
