// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What changed in the past, and which views lack it then.
 *
 * @param from when everything was fresh
 * @param changes of each source
 * @param sources what each view reads in the end, through all views in between
 * @param aging the views that changes do not tell about
 */
record RecordedLoad(
        Instant from, Map<String, ChangeTimes> changes, Map<String, Set<String>> sources, Map<String, Aging> aging) {

    RecordedLoad {
        changes = Map.copyOf(changes);
        sources = Map.copyOf(sources);
        aging = Map.copyOf(aging);
    }

    /** Why a view's lag is its age. */
    enum Aging {
        /** For a reason of its own: its definition depends on the clock, or what it reads is not tracked. */
        BY_ITSELF,
        /** Because that of a view is which it reads. */
        THROUGH_OTHERS
    }
}
