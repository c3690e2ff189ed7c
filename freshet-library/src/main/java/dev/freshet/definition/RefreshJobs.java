// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The jobs that views and groups bring along: each can be run, paused and scheduled under its own name. */
final class RefreshJobs {

    private RefreshJobs() {}

    static JobDefinition of(GroupDefinition group) {
        return refresh(
                group.name(),
                group.owner(),
                spec(group),
                group.schedule(),
                group.overlap(),
                group.catchUp(),
                group.timeout(),
                group.shadow());
    }

    /** A view of a group with one data time is never refreshed alone: its job refreshes the group. */
    static JobDefinition of(ViewDefinition view, List<GroupDefinition> groups) {
        JobSpec.Refresh spec = groups.stream()
                .filter(group -> group.name().equals(view.group()) && group.dataTime() == DataTime.ONE)
                .findFirst()
                .map(RefreshJobs::spec)
                .orElseGet(() -> new JobSpec.Refresh(null, List.of(view.name()), 1));
        return refresh(
                view.name(),
                view.owner(),
                spec,
                view.schedule(),
                OverlapPolicy.COALESCE,
                CatchUpPolicy.LATEST,
                view.timeout(),
                view.shadow());
    }

    private static JobSpec.Refresh spec(GroupDefinition group) {
        return new JobSpec.Refresh(group.name(), group.views(), group.parallel(), group.dataTime());
    }

    private static JobDefinition refresh(
            String name,
            @Nullable String owner,
            JobSpec.Refresh spec,
            @Nullable ScheduleDefinition schedule,
            OverlapPolicy overlap,
            CatchUpPolicy catchUp,
            @Nullable Duration timeout,
            boolean shadow) {
        return new JobDefinition(
                name,
                owner,
                null,
                spec,
                schedule,
                overlap,
                catchUp,
                JobDefinition.DEFAULT_CATCH_UP_LIMIT,
                RetryPolicy.REFRESH,
                timeout,
                null,
                null,
                JobDefinition.DEFAULT_CANCEL_GRACE,
                JobDefinition.DEFAULT_SLOW_FACTOR,
                shadow,
                EvidenceDefinition.NONE);
    }
}
