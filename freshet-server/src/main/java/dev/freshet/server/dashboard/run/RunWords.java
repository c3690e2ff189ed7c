// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.job.Run;
import dev.freshet.server.dashboard.ui.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What templates say about runs. */
public final class RunWords {

    private RunWords() {}

    /** Why the run exists: {@code by schedule, tick 13:20}, {@code by hand: ada}. */
    public static String trigger(Run run, ZoneId zone, Instant now) {
        return switch (run.trigger()) {
            case SCHEDULE ->
                run.scheduledFor() == null
                        ? "by schedule"
                        : "by schedule, tick " + Clock.brief(run.scheduledFor(), zone, now);
            case MANUAL -> "by hand: " + run.actor();
            case API -> "over REST: " + run.actor();
            case SQL -> "by freshet.enqueue: " + run.actor();
            case DEPENDENCY -> run.upstreamRunId() == null ? "after another job" : "after run " + run.upstreamRunId();
            case FRESHNESS -> "to keep what is promised fresh";
            case RETRY ->
                (run.resumesRunId() != null
                                ? "goes on with run " + run.resumesRunId()
                                : run.retriesRunId() == null ? "again" : "run " + run.retriesRunId() + " again")
                        + ": " + run.actor();
            case BACKFILL -> "to fill up the past: " + run.actor();
        };
    }

    /** How long it worked, or works so far; null before it started. */
    public static @Nullable Duration duration(Run run, Instant now) {
        Instant started = run.startedAt();
        if (started == null) {
            return null;
        }
        Duration lasted = Duration.between(started, run.endedAt() == null ? now : run.endedAt());
        return lasted.isNegative() ? Duration.ZERO : lasted;
    }
}
