// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.EvidenceDefinition;
import dev.freshet.definition.ItemProcess;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ItemsPostgresTest {

    private static final String PAY =
            "INSERT INTO paid (id, amount) VALUES (:key::int, (:payload::jsonb ->> 'amount')::int)";

    private final TestNode node = TestNode.started();
    private final ItemStore store = new ItemStore();
    private final ItemQueries queries = new ItemQueries();

    @BeforeEach
    void createTables() {
        node.database().sql().execute("CREATE TABLE payment (id int, amount int)");
        node.database().sql().execute("""
            CREATE TABLE paid (id int PRIMARY KEY, amount int, CONSTRAINT amount_positive CHECK (amount > 0))
            """);
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void worksOnEveryItemInATransactionOfItsOwn() {
        payments(100);
        node.deploy(items("SELECT id AS key, to_jsonb(p) AS payload FROM payment p ORDER BY id;"));

        Run run = node.awaitState(node.run("pay"), RunState.SUCCEEDED);

        assertThat(count(run)).isEqualTo(new ItemCounts(100, 100, 0, 0, 0));
        assertThat(sql("SELECT count(*) || ' ' || count(DISTINCT xmin::text) FROM paid"))
                .isEqualTo("100 100");
        assertThat(run.itemRunId()).isEqualTo(run.id());
        assertThat(run.rowsAffected()).isEqualTo(100);
        assertThat(run.progressDone()).isEqualTo(100);
        assertThat(run.progressTotal()).isEqualTo(100);
    }

    @Test
    void takesTheOtherColumnsForThePayloadWhereNoneIsNamedSo() {
        payments(1);
        node.deploy(items("SELECT id AS key, amount, 'EUR' AS currency FROM payment"));
        Run run = node.awaitState(node.run("pay"), RunState.SUCCEEDED);
        assertThat(item(run, 1).payload()).isEqualTo("{\"amount\": 1, \"currency\": \"EUR\"}");
    }

    @Test
    void marksAFailingItemWithEverythingPostgresSaidAndGoesOnWithTheRest() {
        payments(10);
        node.database().sql().execute("UPDATE payment SET amount = -1 WHERE id = 4");
        node.deploy(items("SELECT id AS key, amount FROM payment ORDER BY id").retries(2, "any"));

        Run run = node.awaitState(node.run("pay"), RunState.FAILED);

        assertThat(count(run)).isEqualTo(new ItemCounts(10, 9, 1, 0, 0));
        assertThat(Objects.requireNonNull(run.error()).message()).isEqualTo("1 of 10 items failed");
        StoredItem failed = item(run, 4);
        assertThat(failed.state()).isEqualTo(ItemState.FAILED);
        assertThat(Objects.requireNonNull(failed.error()).sqlState()).isEqualTo("23514");
        assertThat(failed.error().message()).contains("amount_positive");
        assertThat(failed.error().detail()).contains("(4, -1)");
        assertThat(failed.history()).extracting(StoredItem.Event::what).containsExactly("failed");
        // The items were tried again each by itself; the run as a whole is not.
        assertThat(run.attempt()).isEqualTo(1);
    }

    @Test
    void endsAfterTheItemsInHandWhenItShallFailFast() {
        payments(50);
        node.database().sql().execute("UPDATE payment SET amount = -1 WHERE id = 3");
        node.deploy(items("SELECT id AS key, amount FROM payment ORDER BY id")
                .spec(new JobSpec.Items(
                        "SELECT id AS key, amount FROM payment ORDER BY id", new ItemProcess.Sql(PAY), 1, true)));

        Run run = node.awaitState(node.run("pay"), RunState.FAILED);

        assertThat(count(run)).isEqualTo(new ItemCounts(50, 2, 1, 0, 47));
        assertThat(Objects.requireNonNull(run.error()).message()).contains("1 of 50 items failed", "47 wait");
    }

    @Test
    void listsNothingWhenAKeyOccursTwiceAndSaysWhich() {
        payments(5);
        node.deploy(items("SELECT CASE WHEN id = 5 THEN 2 ELSE id END AS key, amount FROM payment ORDER BY id"));
        Run run = node.awaitState(node.run("pay"), RunState.FAILED);
        assertThat(Objects.requireNonNull(run.error()).message())
                .contains("yields the key '2' in 2 rows, first in row 2", "Nothing was listed");
        assertThat(run.itemRunId()).isNull();
        assertThat(sql("SELECT count(*) FROM freshet.item")).isEqualTo("0");
    }

    @Test
    void listsNothingWhenAKeyIsNull() {
        payments(5);
        node.deploy(items("SELECT nullif(id, 3) AS key FROM payment ORDER BY id"));
        Run run = node.awaitState(node.run("pay"), RunState.FAILED);
        assertThat(Objects.requireNonNull(run.error()).message()).contains("key is NULL in 1 row, first in row 3");
    }

    @Test
    void saysThatAColumnNamedKeyIsWanted() {
        payments(5);
        node.deploy(items("SELECT id FROM payment"));
        Run run = node.awaitState(node.run("pay"), RunState.FAILED);
        assertThat(Objects.requireNonNull(run.error()).message()).contains("no column named key");
    }

    @Test
    void showsThePlaceOfAnErrorInTheSelectAsItIsWritten() {
        node.deploy(items("SELECT id AS key FROM paymnet"));
        Run run = node.awaitState(node.run("pay"), RunState.FAILED);
        assertThat(Objects.requireNonNull(run.error()).position()).isEqualTo("SELECT id AS key FROM ".length() + 1);
    }

    @Test
    void givesTheSelectTheParametersOfTheRun() {
        payments(10);
        node.deploy(items("SELECT id AS key, amount FROM payment WHERE id <= :limit::int"));
        Run run = node.awaitState(node.run("pay", Map.of("limit", 3)), RunState.SUCCEEDED);
        assertThat(count(run).done()).isEqualTo(3);
        Run without = node.awaitState(node.run("pay"), RunState.FAILED);
        assertThat(Objects.requireNonNull(without.error()).message()).contains(":limit", "limit=…");
    }

    @Test
    void succeedsWithoutAnyItem() {
        node.deploy(items("SELECT id AS key FROM payment"));
        Run run = node.awaitState(node.run("pay"), RunState.SUCCEEDED);
        assertThat(count(run)).isEqualTo(ItemCounts.NONE);
    }

    @Test
    void triesAnItemAgainWhoseErrorMayPass() {
        payments(3);
        node.database().sql().execute("CREATE SEQUENCE tries");
        node.deploy(JobDefinitions.items("pay", "SELECT id AS key, amount FROM payment ORDER BY id", """
            DO $$ BEGIN IF nextval('tries') = 2 THEN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END IF; END $$;
            INSERT INTO paid VALUES (:key::int, 1)
            """, 1)
                .retries(2, "transient"));
        Run run = node.awaitState(node.run("pay"), RunState.SUCCEEDED);
        assertThat(count(run).done()).isEqualTo(3);
        assertThat(sql("SELECT last_value FROM tries")).isEqualTo("4");
        assertThat(run.attempt()).isEqualTo(1);
    }

    @Test
    void goesOnInAnotherAttemptWhenAConnectionIsLostAndRepeatsNothing() {
        payments(200);
        node.database().sql().execute("CREATE SEQUENCE tries");
        node.deploy(JobDefinitions.items("pay", "SELECT id AS key, amount FROM payment ORDER BY id", """
            INSERT INTO paid VALUES (:key::int, 1);
            SELECT CASE WHEN nextval('tries') = 100 THEN pg_terminate_backend(pg_backend_pid()) END
            """, 3)
                .retries(2, "transient"));
        Run run = node.awaitState(node.run("pay"), RunState.SUCCEEDED);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(count(run)).isEqualTo(new ItemCounts(200, 200, 0, 0, 0));
    }

    @Test
    void hidesWhatTheJobRedactsInTheLogOfAFailure() {
        node.deploy(JobDefinitions.items(
                        "pay",
                        "SELECT 1 AS key, '{\"customer\": {\"email\": \"ann@example.org\"}}'::jsonb AS payload",
                        "SELECT (:payload::jsonb -> 'customer' ->> 'email')::int",
                        1)
                .evidence(new EvidenceDefinition(List.of(), List.of(), List.of(), List.of("customer.email"))));
        Run run = node.awaitState(node.run("pay"), RunState.FAILED);
        assertThat(sql("SELECT string_agg(message, ' ') FROM freshet.log_line WHERE run_id = " + run.id()))
                .contains("•••")
                .doesNotContain("ann@");
    }

    private JobDefinitions items(String select) {
        return JobDefinitions.items("pay", select, PAY, 4);
    }

    private void payments(int count) {
        node.database().sql().execute("INSERT INTO payment SELECT i, i FROM generate_series(1, " + count + ") i");
    }

    private ItemCounts count(Run run) {
        return node.freshet().database().call(session -> store.count(session, run.id()));
    }

    private StoredItem item(Run run, long number) {
        return node.freshet()
                .database()
                .call(session ->
                        queries.find(session, store.findList(session, run.id()).orElseThrow(), number))
                .orElseThrow();
    }

    private String sql(String query) {
        return String.valueOf(node.database().sql().query(query));
    }
}
