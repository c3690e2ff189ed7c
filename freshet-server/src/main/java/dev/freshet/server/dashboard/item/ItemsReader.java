// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.item;

import dev.freshet.Freshet;
import dev.freshet.item.ItemFilter;
import dev.freshet.item.ItemList;
import dev.freshet.item.ItemQueries;
import dev.freshet.item.ItemState;
import dev.freshet.item.ItemStore;
import dev.freshet.item.PayloadMask;
import dev.freshet.item.StoredItem;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunError;
import dev.freshet.job.RunStopStore;
import dev.freshet.postgres.Session;
import dev.freshet.server.dashboard.run.Fault;
import dev.freshet.server.dashboard.run.RunItemsShown;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the pages about items show. */
@Component
class ItemsReader {

    private static final int ITEMS = 50;
    private static final int ACTS = 20;
    private static final int RUNS = 20;

    private final Freshet freshet;
    private final ItemStore lists = new ItemStore();
    private final ItemQueries items = new ItemQueries();
    private final RunStopStore stops = new RunStopStore();

    ItemsReader(Freshet freshet) {
        this.freshet = freshet;
    }

    Optional<Run> find(long id) {
        return freshet.database().call(session -> freshet.runs().find(session, id));
    }

    /** The runs that work or worked on the same items. */
    List<Long> runsOn(Run run) {
        Long of = run.itemRunId();
        return of == null ? List.of() : freshet.database().call(session -> stops.listWithItems(session, of, RUNS));
    }

    ItemsShown list(Run run, ItemChoice choice, @Nullable Long from) {
        return freshet.database().call(session -> {
            Optional<ItemList> list = list(session, run);
            return list.isEmpty()
                    ? new ItemsShown(run, null, choice, List.of(), 0, 0, 0, null, from)
                    : list(session, run, list.get(), choice, from);
        });
    }

    private ItemsShown list(Session session, Run run, ItemList list, ItemChoice choice, @Nullable Long from) {
        PayloadMask mask = freshet.items().mask(session, run);
        ItemFilter filter = choice.filter(null);
        // One more than is shown says whether more follow.
        List<StoredItem> found = items.list(session, list, filter, from == null ? 0 : from, ITEMS + 1);
        boolean more = found.size() > ITEMS;
        List<StoredItem> shown = more ? found.subList(0, ITEMS) : found;
        return new ItemsShown(
                run,
                RunItemsShown.read(session, run, mask),
                choice,
                shown.stream().map(mask::shown).toList(),
                items.count(session, list, filter),
                countOf(session, list, choice, ItemState.FAILED),
                countOf(session, list, choice, ItemState.DISMISSED),
                more
                        ? "/runs/" + run.id() + "/items?" + choice.query() + "from="
                                + shown.getLast().number()
                        : null,
                from);
    }

    private long countOf(Session session, ItemList list, ItemChoice choice, ItemState state) {
        ItemFilter filter = choice.filter(state);
        return filter.state() == state ? items.count(session, list, filter) : 0;
    }

    /** An item with everything around it; empty where there is none. */
    Optional<ItemDetails> read(Run run, long number) {
        return freshet.database()
                .call(session -> list(session, run)
                        .flatMap(list ->
                                items.find(session, list, number).map(found -> details(session, run, list, found))));
    }

    private ItemDetails details(Session session, Run run, ItemList list, StoredItem found) {
        PayloadMask mask = freshet.items().mask(session, run);
        StoredItem item = mask.shown(found);
        Job job = freshet.jobs().find(session, run.job()).orElse(null);
        RunError error = item.error();
        RunItemsShown all = RunItemsShown.read(session, run, mask);
        Long worked = found.workedRunId();
        Run failedIn =
                worked == null ? run : freshet.runs().find(session, worked).orElse(run);
        return new ItemDetails(
                run,
                item,
                error == null ? null : Fault.of(error, failedIn, job),
                all == null ? null : all.working(),
                item.payload().contains(PayloadMask.HIDDEN),
                freshet.audit().listAbout(session, "item", List.of(list.runId() + "/" + found.number()), ACTS));
    }

    private Optional<ItemList> list(Session session, Run run) {
        return Optional.ofNullable(run.itemRunId()).flatMap(of -> lists.findList(session, of));
    }
}
