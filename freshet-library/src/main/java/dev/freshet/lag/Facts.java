// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.Definitions;
import dev.freshet.mark.SourceActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is known of a view or group, and of the views that hang together with it, to reckon what promises cost.
 *
 * @param name of the view or group
 * @param members the view itself, or those of the group that have no schedule of their own
 * @param upstream the views that hang together, each with those it reads
 * @param usual what a refresh of each takes at most, as the planner has it
 * @param sources what each reads in the end
 * @param whyAge of those whose lag is their age
 * @param ownAge those of them for which that is so by themselves
 * @param from since when activity is recorded
 */
record Facts(
        String name,
        boolean isGroup,
        List<String> members,
        Definitions inForce,
        Map<String, Set<String>> upstream,
        Map<String, Duration> usual,
        Map<String, RefreshCost> costs,
        Map<String, Set<Long>> sources,
        Map<String, String> whyAge,
        Set<String> ownAge,
        List<SourceActivity> activity,
        Instant from,
        Instant to) {

    /** Of less there is nothing to go by. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    Facts {
        members = List.copyOf(members);
        activity = List.copyOf(activity);
    }

    /** How long activity is recorded. */
    Duration recorded() {
        Duration recorded = Duration.between(from, to);
        return recorded.compareTo(LEAST) < 0 ? LEAST : recorded;
    }
}
