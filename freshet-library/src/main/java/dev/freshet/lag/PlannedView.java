// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.DataTime;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.FreshnessPromise;
import dev.freshet.definition.GroupDefinition;
import dev.freshet.definition.ViewDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A view and what refreshes it.
 *
 * @param job its own where that has a schedule or it is in no group, else its group's
 * @param free whether no schedule says when, so that the planner may
 * @param atOnce whether the views of its job change in one transaction, so that the refresh of each takes as long as all do
 * @param promise null where it has none
 */
record PlannedView(
        String name,
        String job,
        boolean free,
        boolean atOnce,
        @Nullable FreshnessPromise promise) {

    /** Whether its promise is also its target. */
    boolean isTarget() {
        return free && promise != null;
    }

    static List<PlannedView> listOf(Definitions definitions) {
        Map<String, GroupDefinition> groups = definitions.groups().stream()
                .collect(Collectors.toMap(GroupDefinition::name, Function.identity(), (one, other) -> one));
        return definitions.views().stream()
                .map(view -> of(view, view.group() == null ? null : groups.get(view.group())))
                .toList();
    }

    private static PlannedView of(ViewDefinition view, @Nullable GroupDefinition group) {
        if (view.schedule() != null || group == null) {
            boolean free = view.schedule() == null && !view.shadow();
            return new PlannedView(view.name(), view.name(), free, false, view.freshness());
        }
        boolean free = group.schedule() == null && !group.shadow();
        return new PlannedView(view.name(), group.name(), free, group.dataTime() == DataTime.ONE, view.freshness());
    }
}
