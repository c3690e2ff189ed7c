// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.job.RunError;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import dev.freshet.testing.FreshetDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever is done to items in whatever order: their states move as drawn, and the numbers reconcile. */
class ItemStatesPostgresTest {

    static final int ITEMS = 5;
    private static @Nullable FreshetDatabase opened;
    private static long lists;

    private final ItemStore store = new ItemStore();
    private final ItemQueries queries = new ItemQueries();
    private final ItemActStore acts = new ItemActStore();

    @BeforeContainer
    static void open() {
        opened = FreshetDatabase.create();
    }

    @AfterContainer
    static void close() {
        database().close();
    }

    private static FreshetDatabase database() {
        if (opened == null) {
            throw new IllegalStateException("The database is not open");
        }
        return opened;
    }

    /** What can be done to an item. */
    enum Act {
        DO,
        FAIL,
        REINJECT,
        DISMISS,
        RESTORE,
        EDIT
    }

    @Property(tries = 40)
    void movesOnlyAsDrawnAndReconcilesAtEveryMoment(
            @ForAll @Size(max = 25) List<Act> asked,
            @ForAll @Size(25) List<@IntRange(min = 1, max = ITEMS) Integer> items) {
        ItemList list = list();
        List<ItemState> model = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            model.add(ItemState.WAITING);
        }
        for (int i = 0; i < asked.size(); i++) {
            int number = items.get(i);
            Act act = asked.get(i);
            ItemState before = model.get(number - 1);
            database().database().transaction(session -> {
                carryOut(session, list, number, act);
                return number;
            });
            ItemState after = state(list, number);
            assertThat(after == before || drawn(before).contains(after))
                    .as(before + " to " + after)
                    .isTrue();
            model.set(number - 1, after);
            ItemCounts counts = database().database().call(session -> store.count(session, list.runId()));
            assertThat(counts.reconciles()).as(counts.toString()).isTrue();
            assertThat(counts.read()).isEqualTo(ITEMS);
            assertThat(counts.done())
                    .isEqualTo(model.stream().filter(ItemState.DONE::equals).count());
            assertThat(counts.failed())
                    .isEqualTo(model.stream().filter(ItemState.FAILED::equals).count());
        }
    }

    @Property(tries = 16)
    void isHeldToTheDrawingByTheDatabaseWhoeverWrites(@ForAll ItemState from, @ForAll ItemState to) {
        ItemList list = list();
        // Every state can be reached in two steps at most.
        if (from != ItemState.WAITING) {
            update(list, from);
        }
        boolean allowed = from == to || drawn(from).contains(to);
        boolean done;
        try {
            update(list, to);
            done = true;
        } catch (DatabaseException e) {
            done = false;
        }
        assertThat(done).as(from + " to " + to).isEqualTo(allowed);
    }

    private void carryOut(Session session, ItemList list, int number, Act act) {
        Item item = new Item(list.runId(), number, "k" + number, "{}", 0);
        ItemFilter one = ItemFilter.numbers(List.of((long) number));
        switch (act) {
            case DO -> store.markDone(session, list, item, list.runId());
            case FAIL -> store.markFailed(session, list, item, list.runId(), RunError.of("no", null));
            case REINJECT -> acts.reinject(session, list, one, "ann", null);
            case DISMISS -> acts.dismiss(session, list, one, "ann", "test");
            case RESTORE -> acts.restore(session, list, one, "ann", null);
            case EDIT -> acts.edit(session, list, one, "ann", null, "{\"a\": 1}");
        }
    }

    private static Set<ItemState> drawn(ItemState from) {
        return switch (from) {
            case WAITING -> Set.of(ItemState.DONE, ItemState.FAILED, ItemState.DISMISSED);
            case DONE -> Set.of();
            case FAILED -> Set.of(ItemState.WAITING, ItemState.DISMISSED);
            case DISMISSED -> Set.of(ItemState.WAITING, ItemState.FAILED);
        };
    }

    private ItemList list() {
        long run = ++lists;
        return database().database().transaction(session -> {
            ItemList list = store.startList(session, run, "job");
            long read = store.insert(
                            session, list, "SELECT 'k' || i AS key FROM generate_series(1, " + ITEMS + ") i", Map.of())
                    .read();
            store.setRead(session, run, read);
            return list;
        });
    }

    private ItemState state(ItemList list, long number) {
        return database()
                .database()
                .call(session -> queries.find(session, list, number))
                .orElseThrow()
                .state();
    }

    private static void update(ItemList list, ItemState to) {
        database()
                .database()
                .run(session -> session.query(
                                "UPDATE freshet.item SET state = :state, error = '{}' WHERE run_id = :run AND number ="
                                        + " 1")
                        .bind("state", to.id())
                        .bind("run", list.runId())
                        .execute());
    }
}
