// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.backfill;

import dev.freshet.audit.AuditEntry;
import dev.freshet.backfill.Backfill;
import dev.freshet.backfill.BackfillSlice;
import dev.freshet.backfill.BackfillState;
import dev.freshet.backfill.SliceState;
import dev.freshet.server.chart.Drawing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a backfill shows.
 *
 * @param strip every slice, by its state
 * @param slices those listed, in order of time
 * @param only the state of those listed; empty for all
 * @param after the number after which the list begins
 * @param next the number after which the next part of the list begins, or null
 * @param acts what people did to it, newest first
 */
public record BackfillDetails(
        Backfill backfill,
        Drawing strip,
        List<BackfillSlice> slices,
        String only,
        int after,
        @Nullable Integer next,
        List<AuditEntry> acts) {

    public BackfillDetails {
        slices = List.copyOf(slices);
        acts = List.copyOf(acts);
    }

    /** States that some slice is in, to choose from. */
    public List<SliceState> states() {
        return List.copyOf(backfill.counts().keySet());
    }

    /** The address of this page with another part of the list. */
    public String address(String state, int from) {
        String query = (state.isEmpty() ? "" : "state=" + state)
                + (from == 0 ? "" : (state.isEmpty() ? "" : "&") + "after=" + from);
        return "/backfills/" + backfill.id() + (query.isEmpty() ? "" : "?" + query);
    }

    public boolean mayRetry() {
        return backfill.state() != BackfillState.CANCELLED && backfill.bad() > 0;
    }
}
