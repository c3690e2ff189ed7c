// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What other promises for a view or a group would cost, beside the one in force.
 *
 * @param kind view or group
 * @param from since when changes are recorded that this goes by
 * @param busyMinutes minutes of a day in which what it reads changes
 * @param whyAge why it is refreshed by its age, and not when something changed; null where changes tell
 * @param least the strictest promise that leaves time for what refreshes take, with a margin
 * @param now as it stands
 * @param options for each target that was asked about, the strictest first
 * @param remarks what to bear in mind, in sentences
 */
public record WhatIf(
        String name,
        String kind,
        Instant from,
        Instant to,
        double busyMinutes,
        @Nullable String whyAge,
        Duration least,
        Option now,
        List<Option> options,
        List<String> remarks) {

    public WhatIf {
        options = List.copyOf(options);
        remarks = List.copyOf(remarks);
    }

    /** How long changes have been recorded that this goes by. */
    public Duration recorded() {
        return Duration.between(from, to);
    }

    /**
     * One promise.
     *
     * @param target null where nothing is promised
     * @param inForce whether this is what is promised now
     * @param how what says when it is refreshed: a schedule, the target, or nothing
     * @param effort within a day
     * @param extra by how much longer than now refreshes of all views that hang together keep the database busy within a
     *     day; negative where they keep it less
     * @param worstLag the greatest in the replay
     * @param kept for which part of the replay the promise was kept; null where nothing is promised
     * @param broken why it cannot be kept; null where it can, or nothing is promised
     * @param replayed how much time the replay went through
     * @param cron what would keep the same promise by schedule; null where none would
     */
    public record Option(
            @Nullable Duration target,
            boolean inForce,
            String how,
            Effort effort,
            Duration extra,
            Duration worstLag,
            @Nullable Double kept,
            @Nullable String broken,
            Duration replayed,
            @Nullable Cron cron) {}

    /**
     * The sparsest schedule that would keep a promise, given to what it is for and all it reads.
     *
     * @param effort within a day
     */
    public record Cron(String schedule, Effort effort) {}
}
