// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.FreshnessPromise;
import dev.freshet.definition.GroupDefinition;
import dev.freshet.definition.ViewDefinition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Definitions as they would be if some views had a target. */
final class Supposition {

    private Supposition() {}

    /** What is in force, with a target for these views instead of their schedules and that of their group. */
    static Definitions of(Definitions inForce, Collection<String> views, Duration target) {
        List<ViewDefinition> supposed = inForce.views().stream()
                .map(view -> views.contains(view.name()) ? withTarget(view, target) : view)
                .toList();
        List<String> groups = inForce.views().stream()
                .filter(view -> views.contains(view.name()))
                .map(ViewDefinition::group)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return new Definitions(
                inForce.jobs(),
                supposed,
                inForce.groups().stream()
                        .map(group -> groups.contains(group.name()) ? withoutSchedule(group) : group)
                        .toList(),
                inForce.databases(),
                inForce.channels(),
                inForce.retention());
    }

    /** The group whose schedule would go with that; null where there is none. */
    static @Nullable GroupDefinition scheduledGroup(Definitions inForce, ViewDefinition view) {
        return inForce.groups().stream()
                .filter(group -> group.name().equals(view.group()) && group.schedule() != null)
                .findFirst()
                .orElse(null);
    }

    private static ViewDefinition withTarget(ViewDefinition view, Duration target) {
        return new ViewDefinition(
                view.name(),
                view.group(),
                view.owner(),
                FreshnessPromise.of(target),
                view.refresh(),
                null,
                view.timeout(),
                view.lockTimeout(),
                view.lockRetries(),
                false,
                view.changeMarks());
    }

    private static GroupDefinition withoutSchedule(GroupDefinition group) {
        return new GroupDefinition(
                group.name(),
                group.owner(),
                group.views(),
                null,
                group.parallel(),
                group.overlap(),
                group.catchUp(),
                group.timeout(),
                false,
                group.changeMarks(),
                group.dataTime());
    }
}
