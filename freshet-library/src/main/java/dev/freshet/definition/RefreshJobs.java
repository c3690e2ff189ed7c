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
                new JobSpec.Refresh(group.name(), group.views(), group.parallel()),
                group.schedule(),
                group.overlap(),
                group.catchUp(),
                group.timeout(),
                group.shadow());
    }

    static JobDefinition of(ViewDefinition view) {
        return refresh(
                view.name(),
                view.owner(),
                new JobSpec.Refresh(null, List.of(view.name()), 1),
                view.schedule(),
                OverlapPolicy.COALESCE,
                CatchUpPolicy.LATEST,
                view.timeout(),
                view.shadow());
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
