// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a view lagged behind more than was promised.
 *
 * @param beganAt reckoned from the change: exact also where nobody looked at that moment
 * @param endedAt null while it lasts
 * @param changeAt the oldest change that was not reflected when it began, or null
 * @param sla what was promised when it began
 * @param causeKind what it was due to for most of its time
 * @param causes for how long it was due to what
 * @param judgedAt when it was last looked at
 */
public record Breach(
        long id,
        String name,
        Instant beganAt,
        @Nullable Instant endedAt,
        @Nullable Instant changeAt,
        Duration sla,
        Duration worstLag,
        CauseKind causeKind,
        String cause,
        Map<CauseKind, Duration> causes,
        Instant judgedAt) {

    public Breach {
        causes = Map.copyOf(causes);
    }

    /** How long it lasted, or has lasted at a moment. */
    public Duration length(Instant now) {
        Instant end = endedAt == null ? now : endedAt;
        return end.isBefore(beganAt) ? Duration.ZERO : Duration.between(beganAt, end);
    }

    /** How much of it lies between two moments. */
    Duration within(Instant from, Instant to) {
        Instant begin = beganAt.isBefore(from) ? from : beganAt;
        Instant end = endedAt == null || endedAt.isAfter(to) ? to : endedAt;
        return end.isAfter(begin) ? Duration.between(begin, end) : Duration.ZERO;
    }
}
