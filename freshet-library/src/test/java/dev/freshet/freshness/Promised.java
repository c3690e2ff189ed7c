// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.definition.DefinitionSources;
import dev.freshet.job.RunState;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** A node with declared views, and the words the tests of freshness need. */
final class Promised implements AutoCloseable {

    /** A schedule that does not fire while a test runs. */
    static final String NEVER = "schedule: \"0 0 29 2 *\"";

    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestNode node;
    private final FreshnessStore store = new FreshnessStore();

    Promised() {
        this(TestNode.started());
    }

    Promised(TestNode node) {
        this.node = node;
    }

    TestNode node() {
        return node;
    }

    void execute(String sql) {
        node.database().sql().execute(sql);
    }

    String query(String sql) {
        return Objects.requireNonNull(node.database().sql().query(sql), sql);
    }

    /** Puts views in force, given as the lines below {@code views:}. */
    void declare(String views) {
        apply("freshet: 1\nviews:\n" + views.indent(2));
    }

    void apply(String yaml) {
        node.freshet()
                .apply(
                        DefinitionReader.read(List.of(new DefinitionSource("freshet.yaml", yaml)))
                                .orThrow()
                                .definitions(),
                        DefinitionSources.NONE,
                        TestNode.TESTER,
                        null);
    }

    /** Refreshes a view now and waits until that succeeded. */
    void refresh(String view) {
        node.awaitState(node.run(view), RunState.SUCCEEDED);
    }

    Freshness freshness(String view) {
        return node.database()
                .database()
                .call(session -> store.find(session, view))
                .orElseThrow();
    }

    Freshness awaitStatus(String view, FreshnessStatus status) {
        return await(view, found -> found.status() == status);
    }

    Freshness await(String view, Predicate<Freshness> condition) {
        return org.awaitility.Awaitility.await("freshness of " + view)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> freshness(view), condition);
    }

    /** Waits until SQL answers so. */
    void awaitAnswer(String expected, String sql) {
        org.awaitility.Awaitility.await(sql)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> expected.equals(node.database().sql().query(sql)));
    }

    @Override
    public void close() {
        node.close();
    }
}
