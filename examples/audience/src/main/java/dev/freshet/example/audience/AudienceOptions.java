// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the example's database is filled with.
 *
 * @param seed the same seed and start give the same rows
 * @param start where history ends and live events begin
 * @param history how far back simulated history goes
 * @param analyses how many analyses it has, about
 * @param users how many users ask for them
 * @param liveEventsPerMinute how many live events come on average
 * @param data a folder of real events to replay instead of simulated history, or null; see {@link CommitReplay}
 */
public record AudienceOptions(
        long seed,
        Instant start,
        Duration history,
        int analyses,
        int users,
        double liveEventsPerMinute,
        @Nullable Path data) {

    public static final long DEFAULT_SEED = 20_240_229;
    public static final Duration DEFAULT_HISTORY = Duration.ofDays(90);
    public static final int DEFAULT_ANALYSES = 60_000;
    public static final int DEFAULT_USERS = 2_000;
    public static final double DEFAULT_LIVE_EVENTS_PER_MINUTE = 40;

    public AudienceOptions {
        require(history.compareTo(Duration.ofHours(1)) >= 0, "history", history, "at least one hour");
        require(analyses >= 0, "analyses", analyses, "0 or more");
        require(users >= 1, "users", users, "1 or more");
        require(
                liveEventsPerMinute > 0 && liveEventsPerMinute <= 60_000,
                "liveEventsPerMinute",
                liveEventsPerMinute,
                "more than 0, at most 60000");
    }

    /** Ninety days of history up to a moment, and then a live event every second or two. */
    public static AudienceOptions startingAt(Instant start) {
        return new AudienceOptions(
                DEFAULT_SEED,
                start,
                DEFAULT_HISTORY,
                DEFAULT_ANALYSES,
                DEFAULT_USERS,
                DEFAULT_LIVE_EVENTS_PER_MINUTE,
                null);
    }

    public AudienceOptions withData(@Nullable Path folder) {
        return new AudienceOptions(seed, start, history, analyses, users, liveEventsPerMinute, folder);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + expected);
        }
    }
}
