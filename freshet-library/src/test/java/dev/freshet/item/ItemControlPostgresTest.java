// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.EvidenceDefinition;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ItemControlPostgresTest {

    private static final String SELECT = """
        SELECT i AS key, jsonb_build_object('amount', CASE WHEN i % 5 = 0 THEN -i ELSE i END, 'email', 'p' || i || '@x.org') AS payload
        FROM generate_series(1, 20) i ORDER BY i
        """;
    private static final String PAY =
            "INSERT INTO paid (id, amount) VALUES (:key::int, (:payload::jsonb ->> 'amount')::int)";

    private final TestNode node = TestNode.started();
    private final ItemStore store = new ItemStore();
    private final ItemQueries queries = new ItemQueries();

    @BeforeEach
    void deploy() {
        node.database().sql().execute("""
            CREATE TABLE paid (id int PRIMARY KEY, amount int, CONSTRAINT amount_positive CHECK (amount > 0))
            """);
        node.deploy(JobDefinitions.items("pay", SELECT, PAY, 2)
                .evidence(new EvidenceDefinition(List.of(), List.of(), List.of(), List.of("email"))));
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void sendsAnItemThroughAgainOnceItsPayloadIsMended() {
        Run run = failedRun();
        ItemControl items = node.freshet().items();

        StoredItem edited = items.edit(run.id(), 5, "{\"amount\": 5, \"email\": \"•••\"}", TestNode.TESTER, "typo");
        assertThat(edited.payload()).isEqualTo("{\"email\": \"p5@x.org\", \"amount\": 5}");
        ItemControl.Reinjected done =
                items.reinject(run.id(), ItemFilter.numbers(List.of(5L)), TestNode.TESTER, null, null);

        assertThat(done.items()).isEqualTo(1);
        Run second = node.awaitRun(done.run(), found -> !found.state().isActive());
        // Three of the four still stand there as failed.
        assertThat(second.state()).isEqualTo(RunState.FAILED);
        assertThat(count(run)).isEqualTo(new ItemCounts(20, 17, 3, 0, 0));
        assertThat(item(run, 5).history())
                .extracting(StoredItem.Event::what)
                .containsExactly("failed", "edited", "re-injected", "done");
        assertThat(second.itemRunId()).isEqualTo(run.id());
        assertThat(second.retriesRunId()).isEqualTo(run.id());
        assertThat(sql("SELECT string_agg(action || ' ' || subject, ', ' ORDER BY id) FROM freshet.audit"))
                .endsWith("edit-item " + run.id() + "/5, re-inject-items " + run.id());
        assertThat(sql("SELECT details FROM freshet.audit WHERE action = 'edit-item'"))
                .contains("\"amount\": -5", "\"amount\": 5")
                .doesNotContain("p5@x.org");
    }

    @Test
    void sendsEveryFailedItemThroughAgainWhenTheRunIsRetried() {
        Run run = failedRun();
        node.database().sql().execute("ALTER TABLE paid DROP CONSTRAINT amount_positive");
        long again = node.freshet().control().retry(run.id(), TestNode.TESTER, null);
        node.awaitState(again, RunState.SUCCEEDED);
        assertThat(count(run)).isEqualTo(new ItemCounts(20, 20, 0, 0, 0));
        assertThatThrownBy(() -> node.freshet().control().retry(again, TestNode.TESTER, null))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("No item of run " + again + " failed or waits");
    }

    @Test
    void dismissesWithAReasonOnlyAndTakesItBack() {
        Run run = failedRun();
        ItemControl items = node.freshet().items();
        assertThatThrownBy(() -> items.dismiss(run.id(), ItemFilter.of(ItemState.FAILED), TestNode.TESTER, " "))
                .hasMessageContaining("Say why");
        assertThat(items.dismiss(run.id(), ItemFilter.of(ItemState.FAILED), TestNode.TESTER, "written off"))
                .isEqualTo(4);
        assertThat(count(run)).isEqualTo(new ItemCounts(20, 16, 0, 4, 0));
        assertThat(item(run, 10).reason()).isEqualTo("written off");
        assertThat(items.restore(run.id(), ItemFilter.numbers(List.of(10L)), TestNode.TESTER, null))
                .isEqualTo(1);
        assertThat(count(run)).isEqualTo(new ItemCounts(20, 16, 1, 3, 0));
        assertThat(item(run, 10).state()).isEqualTo(ItemState.FAILED);
    }

    @Test
    void refusesEveryActWhileARunWorksOnTheItems() {
        Run run = failedRun();
        node.deploy(JobDefinitions.items("pay", SELECT, "SELECT pg_sleep(60)", 1));
        long again = node.freshet()
                .items()
                .reinject(run.id(), ItemFilter.ALL, TestNode.TESTER, null, null)
                .run();
        ItemControl items = node.freshet().items();
        for (long either : List.of(run.id(), again)) {
            assertThatThrownBy(() -> items.dismiss(either, ItemFilter.ALL, TestNode.TESTER, "why"))
                    .isInstanceOf(FreshetException.class);
            assertThatThrownBy(() -> items.reinject(either, ItemFilter.ALL, TestNode.TESTER, null, null))
                    .isInstanceOf(FreshetException.class);
            assertThatThrownBy(() -> items.edit(either, 5, "{}", TestNode.TESTER, null))
                    .isInstanceOf(FreshetException.class);
        }
        assertThatThrownBy(() -> items.dismiss(run.id(), ItemFilter.ALL, TestNode.TESTER, "why"))
                .hasMessageContaining("Run " + again + " works on the items of run " + run.id());
        node.freshet().control().cancel(again, TestNode.TESTER, null);
        node.awaitState(again, RunState.CANCELLED);
        // What was in hand goes on waiting.
        await().until(() -> count(run).waiting() == 4);
    }

    @Test
    void answersTheSameRunToTheSameKey() {
        Run run = failedRun();
        ItemControl items = node.freshet().items();
        ItemControl.Reinjected first = items.reinject(run.id(), ItemFilter.ALL, TestNode.TESTER, null, "once");
        ItemControl.Reinjected second = items.reinject(run.id(), ItemFilter.ALL, TestNode.TESTER, null, "once");
        assertThat(second.run()).isEqualTo(first.run());
        assertThat(second.items()).isNull();
    }

    @Test
    void refusesAPayloadThatIsNotJsonAndSaysWhere() {
        Run run = failedRun();
        assertThatThrownBy(() -> node.freshet().items().edit(run.id(), 5, "{\n \"amount\": }", TestNode.TESTER, null))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("not JSON")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> node.freshet().items().edit(run.id(), 1, "{}", TestNode.TESTER, null))
                .hasMessageContaining("Item 1 is done");
        assertThatThrownBy(() -> node.freshet().items().edit(run.id(), 99, "{}", TestNode.TESTER, null))
                .hasMessageContaining("has no item 99");
    }

    @Test
    void groupsErrorsThatAreAlikeAndFindsThemByTheGroup() {
        node.deploy(JobDefinitions.items("pay", "SELECT i AS key FROM generate_series(1, 6) i ORDER BY i", """
            DO $$ BEGIN RAISE EXCEPTION 'order % is unknown', nextval('n') USING ERRCODE = 'P0007'; END $$
            """, 1));
        node.database().sql().execute("CREATE SEQUENCE n");
        Run run = node.awaitState(node.run("pay"), RunState.FAILED);
        ItemList list = list(run);
        List<ErrorGroup> groups = node.freshet()
                .database()
                .call(session -> queries.groupErrors(session, list, new PayloadMask(List.of()), 5));
        assertThat(groups).containsExactly(new ErrorGroup("P0007", "order # is unknown", 6, "1"));
        ItemFilter filter = new ItemFilter(List.of(), null, "order # is unknown", null);
        long found = node.freshet().database().call(session -> queries.count(session, list, filter));
        assertThat(found).isEqualTo(6);
    }

    @Test
    void letsNobodyMoveAnItemThatIsDone() {
        Run run = failedRun();
        assertThatThrownBy(() -> node.database()
                        .sql()
                        .execute("UPDATE freshet.item SET state = 'waiting' WHERE run_id = " + run.id()
                                + " AND number = 1"))
                .hasMessageContaining("cannot go from done to waiting");
    }

    private Run failedRun() {
        return node.awaitState(node.run("pay"), RunState.FAILED);
    }

    private ItemCounts count(Run run) {
        return node.freshet().database().call(session -> store.count(session, run.id()));
    }

    private ItemList list(Run run) {
        return node.freshet()
                .database()
                .call(session -> store.findList(session, run.id()))
                .orElseThrow();
    }

    private StoredItem item(Run run, long number) {
        ItemList list = list(run);
        return node.freshet()
                .database()
                .call(session -> queries.find(session, list, number))
                .orElseThrow();
    }

    private String sql(String query) {
        return Objects.requireNonNull(node.database().sql().query(query));
    }
}
