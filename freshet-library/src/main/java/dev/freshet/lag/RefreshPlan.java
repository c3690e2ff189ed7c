// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do now, and what is to come.
 *
 * @param starts the jobs to start, those that others read first
 * @param outlooks of each view that has something new to show
 * @param next when to look again though nothing changes, or null
 */
record RefreshPlan(
        List<Start> starts,
        Map<String, Outlook> outlooks,
        @Nullable Instant next) {

    RefreshPlan {
        starts = List.copyOf(starts);
        outlooks = Map.copyOf(outlooks);
    }

    /** A job to start. */
    record Start(String job, String reason) {}

    /**
     * When a view has to be started.
     *
     * @param target the view whose promise that is for
     * @param breaksAt when that promise breaks; null before its first refresh
     * @param waitsFor what it waits for though it is due, or null
     */
    record Outlook(
            Instant dueAt,
            String target,
            @Nullable Instant breaksAt,
            @Nullable String waitsFor) {

        Outlook waitingFor(String views) {
            return new Outlook(dueAt, target, breaksAt, views);
        }
    }
}
