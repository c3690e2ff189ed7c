// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a view showed from one refresh, or look, to the next.
 *
 * @param change the oldest change that it did not reflect; null where none is known
 */
record Showing(Instant from, Instant to, @Nullable Instant change) {

    /**
     * What it showed until it was looked at, oldest first, without a gap.
     *
     * @param start from when on
     * @param before the last look that was kept, or null
     * @param refreshes what succeeded since then, oldest first
     */
    static List<Showing> since(Instant start, @Nullable Sample before, List<Refreshed> refreshes, Freshness view) {
        if (refreshes.isEmpty()) {
            return List.of(new Showing(start, view.at(), view.changeAt()));
        }
        // Of a view whose changes are marked nobody knows any more what it lacked in between.
        boolean byAge = !view.isTracked() && (before == null || !before.isTracked());
        List<Showing> showings = new ArrayList<>();
        Instant from = start;
        Instant change = before == null ? null : before.change();
        for (Refreshed refresh : refreshes) {
            showings.add(new Showing(from, refresh.at(), change));
            from = refresh.at();
            change = byAge ? refresh.asOf() : null;
        }
        showings.add(new Showing(from, view.at(), view.changeAt()));
        return showings;
    }
}
