// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.backfill;

import dev.freshet.backfill.BackfillPlan;
import dev.freshet.backfill.Slice;
import java.util.List;

/**
 * What a backfill would do.
 *
 * @param slices how many
 * @param first the first of them in time
 * @param last the last of them in time; empty where {@code first} has all
 */
record PreviewResponse(
        String job, String slice, String timeZone, int parallel, int slices, List<Slice> first, List<Slice> last) {

    private static final int SHOWN = 3;

    static PreviewResponse of(BackfillPlan plan) {
        List<Slice> slices = plan.slices();
        int first = Math.min(SHOWN, slices.size());
        int last = Math.max(first, slices.size() - SHOWN);
        return new PreviewResponse(
                plan.request().job(),
                plan.width().text(),
                plan.zone().getId(),
                plan.request().parallel(),
                slices.size(),
                slices.subList(0, first),
                slices.subList(last, slices.size()));
    }
}
