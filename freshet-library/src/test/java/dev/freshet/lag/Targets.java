// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.definition.DefinitionSources;
import dev.freshet.definition.Definitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A node that keeps views fresh without a schedule, and the words the tests of that need. */
final class Targets implements AutoCloseable {

    private final TestNode node = TestNode.started();

    TestNode node() {
        return node;
    }

    /** Another node on the same database; the caller closes it. */
    Freshet another() {
        Freshet other = Freshet.builder(node.database().database())
                .nodeName("another")
                .drain(Duration.ZERO)
                .build();
        other.start();
        return other;
    }

    void execute(String sql) {
        node.database().sql().execute(sql);
    }

    List<String> queryAll(String sql) {
        return node.database().sql().queryAll(sql).stream()
                .map(Objects::requireNonNull)
                .toList();
    }

    static Definitions definitions(String yaml) {
        return DefinitionReader.read(List.of(new DefinitionSource("freshet.yaml", yaml)))
                .orThrow()
                .definitions();
    }

    void apply(String yaml) {
        node.freshet().apply(definitions(yaml), DefinitionSources.NONE, TestNode.TESTER, null);
    }

    /** Waits until SQL answers so. */
    void awaitAnswer(String expected, String sql) {
        await(sql)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> expected.equals(node.database().sql().query(sql)));
    }

    /** Waits until every view shows all there is, and knows it. */
    void awaitCalm(int views) {
        awaitAnswer(
                views + "|0",
                "SELECT count(*) FILTER (WHERE lag = interval '0' AND measured = 'changes') || '|' || (SELECT"
                        + " count(*) FROM freshet.run_active) FROM freshet.view_lag");
    }

    /** Waits until so much time has passed on the database's clock. */
    void pass(Duration time) {
        String from = String.valueOf(node.database().sql().query("SELECT clock_timestamp()"));
        awaitAnswer(
                "t",
                "SELECT clock_timestamp() > '" + from + "'::timestamptz + interval '" + time.toMillis()
                        + " milliseconds'");
    }

    @Override
    public void close() {
        node.close();
    }
}
