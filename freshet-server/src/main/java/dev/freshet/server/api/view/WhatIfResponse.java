// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.definition.Durations;
import dev.freshet.lag.Effort;
import dev.freshet.lag.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What other promises for a view or a group would cost.
 *
 * @param kind {@code view} or {@code group}
 * @param recordedFrom since when changes are recorded that this goes by
 * @param busyMinutesPerDay minutes of a day in which what it reads changes
 * @param whyAge why it is refreshed by its age, and not when something changed; null where changes tell
 * @param leastTargetSeconds the strictest target that leaves time for what refreshes take, with a margin
 * @param now as it stands
 * @param items for each target, the strictest first
 * @param remarks what to bear in mind
 */
record WhatIfResponse(
        String name,
        String kind,
        Instant recordedFrom,
        Instant recordedTo,
        double recordedSeconds,
        double busyMinutesPerDay,
        @Nullable String whyAge,
        double leastTargetSeconds,
        OptionResponse now,
        List<OptionResponse> items,
        List<String> remarks) {

    static WhatIfResponse of(WhatIf whatIf) {
        return new WhatIfResponse(
                whatIf.name(),
                whatIf.kind(),
                whatIf.from(),
                whatIf.to(),
                seconds(whatIf.recorded()),
                rounded(whatIf.busyMinutes()),
                whatIf.whyAge(),
                seconds(whatIf.least()),
                OptionResponse.of(whatIf.now()),
                whatIf.options().stream().map(OptionResponse::of).toList(),
                whatIf.remarks());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /**
     * One promise.
     *
     * @param target as a definition has it; null where nothing is promised
     * @param inForce whether that is promised now
     * @param how what says when it is refreshed: {@code just in time}, a schedule, or that nothing does
     * @param extraBusySeconds by how much longer than now refreshes keep the database busy within a day, those of all views
     *     that hang together
     * @param kept for which part of the replay the promise was kept; null where nothing is promised
     * @param feasible whether it can be kept; null where nothing is promised
     * @param broken why it cannot
     * @param cron the sparsest schedule that would keep the same promise; null where none would
     */
    record OptionResponse(
            @Nullable String target,
            @Nullable Double targetSeconds,
            boolean inForce,
            String how,
            EffortResponse perDay,
            double extraBusySeconds,
            double worstLagSeconds,
            @Nullable Double kept,
            @Nullable Boolean feasible,
            @Nullable String broken,
            double replayedSeconds,
            @Nullable CronResponse cron) {

        private static final double PRECISION = 1e6;

        static OptionResponse of(WhatIf.Option option) {
            Duration target = option.target();
            Double kept = option.kept();
            WhatIf.Cron cron = option.cron();
            return new OptionResponse(
                    target == null ? null : Durations.print(target.truncatedTo(ChronoUnit.MILLIS)),
                    target == null ? null : seconds(target),
                    option.inForce(),
                    option.how(),
                    EffortResponse.of(option.effort()),
                    seconds(option.extra()),
                    seconds(option.worstLag()),
                    kept == null ? null : Math.floor(kept * PRECISION) / PRECISION,
                    kept == null ? null : option.broken() == null,
                    option.broken(),
                    seconds(option.replayed()),
                    cron == null ? null : new CronResponse(cron.schedule(), EffortResponse.of(cron.effort())));
        }
    }

    /**
     * What that takes within a day.
     *
     * @param upstreamRefreshes of the materialized views it reads
     * @param besideRefreshes of views that are refreshed with it, because they are in its group
     * @param busySeconds what half of these refreshes take at most, summed up
     * @param mostBusySeconds what 95 of 100 take at most, summed up
     * @param busyShare the part of a day that is
     */
    record EffortResponse(
            double refreshes,
            double upstreamRefreshes,
            double besideRefreshes,
            double busySeconds,
            double mostBusySeconds,
            double busyShare) {

        private static final double PRECISION = 1e6;

        static EffortResponse of(Effort effort) {
            return new EffortResponse(
                    rounded(effort.refreshes()),
                    rounded(effort.upstream()),
                    rounded(effort.beside()),
                    seconds(effort.typical()),
                    seconds(effort.most()),
                    Math.round(effort.shareOfDay() * PRECISION) / PRECISION);
        }
    }

    /** A schedule, and what it takes within a day. */
    record CronResponse(String schedule, EffortResponse perDay) {}
}
