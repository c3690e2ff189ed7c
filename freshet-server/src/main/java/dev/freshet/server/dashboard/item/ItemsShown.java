// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.item;

import dev.freshet.item.StoredItem;
import dev.freshet.job.Run;
import dev.freshet.server.dashboard.run.RunItemsShown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a run's items shows.
 *
 * @param all how all of them stand; null where there are none
 * @param items those that fit, from a place on; what is redacted is hidden
 * @param fitting how many fit
 * @param failed how many of them failed
 * @param dismissed how many of them are dismissed
 * @param older address of the part that follows, or null
 * @param from the place, or null for the beginning
 */
public record ItemsShown(
        Run run,
        @Nullable RunItemsShown all,
        ItemChoice choice,
        List<StoredItem> items,
        long fitting,
        long failed,
        long dismissed,
        @Nullable String older,
        @Nullable Long from) {

    public ItemsShown {
        items = List.copyOf(items);
    }

    /** Whether nobody works on them, so that something can be done to them. */
    public boolean isFree() {
        return all != null && all.working() == null;
    }
}
