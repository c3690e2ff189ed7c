// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.item.ErrorGroup;
import dev.freshet.item.ItemCounts;
import dev.freshet.item.ItemList;
import dev.freshet.item.ItemQueries;
import dev.freshet.item.ItemStore;
import dev.freshet.item.PayloadMask;
import dev.freshet.job.Run;
import dev.freshet.job.RunStopStore;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the items of a run stand.
 *
 * @param listedBy the run that listed them
 * @param errors of those that failed, the most frequent first
 * @param working the run that works on them, or null
 * @param runs that worked on them, oldest first
 */
public record RunItemsShown(
        long listedBy,
        ItemCounts counts,
        List<ErrorGroup> errors,
        @Nullable Long working,
        List<Long> runs) {

    private static final int ERRORS = 8;
    private static final int RUNS = 20;
    private static final ItemStore LISTS = new ItemStore();
    private static final ItemQueries ITEMS = new ItemQueries();
    private static final RunStopStore STOPS = new RunStopStore();

    public RunItemsShown {
        errors = List.copyOf(errors);
        runs = List.copyOf(runs);
    }

    /** Of a run; null where it has none or they are not kept any more. */
    public static @Nullable RunItemsShown read(Session session, Run run, PayloadMask mask) {
        Long of = run.itemRunId();
        if (of == null) {
            return null;
        }
        Optional<ItemList> list = LISTS.findList(session, of);
        return list.map(found -> {
                    ItemCounts counts = LISTS.count(session, of);
                    return new RunItemsShown(
                            of,
                            counts,
                            counts.failed() == 0 ? List.of() : ITEMS.groupErrors(session, found, mask, ERRORS),
                            STOPS.findWorkingOnItems(session, of).orElse(null),
                            STOPS.listWithItems(session, of, RUNS));
                })
                .orElse(null);
    }
}
