// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.NodeProcess;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten thousand items, of which 137 cannot be done, on nodes that are killed in the middle. */
class ItemsCrashTest {

    private static final long ITEMS = 10_000;
    private static final long FAULTY = 137;
    private static final JobDefinitions PAY = JobDefinitions.items(
                    "pay",
                    "SELECT id AS key, jsonb_build_object('amount', amount) AS payload FROM payment ORDER BY id",
                    "INSERT INTO paid (id, amount) VALUES (:key::int, (:payload::jsonb ->> 'amount')::int)",
                    4)
            .retries(5, "lost");

    private final FreshetDatabase database = FreshetDatabase.create();
    private final Freshet asker = Freshet.builder(database.database()).build();
    private final ItemStore store = new ItemStore();

    @BeforeEach
    void deploy() {
        database.sql()
                .execute("CREATE TABLE payment AS SELECT i AS id, CASE WHEN i % 73 = 5 THEN -1 ELSE i END AS amount"
                        + " FROM generate_series(1, " + ITEMS + ") i");
        // The primary key is the proof: an item done twice would violate it, and be marked as failed.
        database.sql()
                .execute("CREATE TABLE paid (id int CONSTRAINT paid_once PRIMARY KEY, amount int CONSTRAINT"
                        + " amount_positive CHECK (amount > 0))");
        TestNode.deploy(database, asker, PAY);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void doesNoItemTwiceAndLosesNoneWhateverDiesWhen() {
        assertThat(number("SELECT count(*) FROM payment WHERE amount < 0")).isEqualTo(FAULTY);
        long run = queue();
        for (long killedAt : List.of(1_000L, 4_000L)) {
            try (NodeProcess node = NodeProcess.start(database, "doomed-" + killedAt)) {
                until().until(() -> reconciled(run).done() >= killedAt);
                node.kill();
            }
        }
        ItemCounts left = reconciled(run);
        assertThat(left.done()).isLessThan(ITEMS - FAULTY);

        try (NodeProcess node = NodeProcess.start(database, "last")) {
            until().until(() -> {
                reconciled(run);
                return find(run).state() == RunState.FAILED;
            });
            assertThat(reconciled(run)).isEqualTo(new ItemCounts(ITEMS, ITEMS - FAULTY, FAULTY, 0, 0));
            assertThat(Objects.requireNonNull(find(run).error()).message()).isEqualTo("137 of 10,000 items failed");
            assertThat(number("SELECT count(*) FROM paid")).isEqualTo(ITEMS - FAULTY);
            assertThat(database.sql()
                            .query("SELECT string_agg(DISTINCT error ->> 'message', '; ') FROM freshet.item"
                                    + " WHERE state = 'failed'"))
                    .contains("amount_positive")
                    .doesNotContain("paid_once");
            assertThat(find(run).attempt()).isEqualTo(3);

            mendAndReinject(run);
        }
    }

    /** One payload is edited; for the rest the cause is mended. */
    private void mendAndReinject(long run) {
        asker.items().edit(run, 5, "{\"amount\": 5}", TestNode.TESTER, "wrong sign");
        long first = asker.items()
                .reinject(run, ItemFilter.numbers(List.of(5L)), TestNode.TESTER, null, null)
                .run();
        until().until(() -> !find(first).state().isActive());
        assertThat(reconciled(run)).isEqualTo(new ItemCounts(ITEMS, ITEMS - FAULTY + 1, FAULTY - 1, 0, 0));

        database.sql().execute("ALTER TABLE paid DROP CONSTRAINT amount_positive");
        ItemControl.Reinjected rest = asker.items().reinject(run, ItemFilter.ALL, TestNode.TESTER, "mended", null);
        assertThat(rest.items()).isEqualTo(FAULTY - 1);
        until().until(() -> {
            reconciled(run);
            return find(rest.run()).state() == RunState.SUCCEEDED;
        });
        assertThat(reconciled(run)).isEqualTo(new ItemCounts(ITEMS, ITEMS, 0, 0, 0));
        assertThat(number("SELECT count(*) FROM paid")).isEqualTo(ITEMS);
    }

    private ItemCounts reconciled(long run) {
        ItemCounts counts = database.database().call(session -> store.count(session, run));
        assertThat(counts.reconciles()).as(counts.toString()).isTrue();
        return counts;
    }

    private long queue() {
        return asker.control().runNow("pay", Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
    }

    private Run find(long run) {
        return database.database()
                .call(session -> asker.runs().find(session, run))
                .orElseThrow();
    }

    private long number(String query) {
        return Long.parseLong(Objects.requireNonNull(database.sql().query(query)));
    }

    private static ConditionFactory until() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(20));
    }
}
