// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import java.time.ZoneId;
import java.util.List;

/**
 * What a backfill would do.
 *
 * @param slices in order of time
 */
public record BackfillPlan(BackfillRequest request, SliceWidth width, ZoneId zone, List<Slice> slices) {

    public BackfillPlan {
        slices = List.copyOf(slices);
    }
}
