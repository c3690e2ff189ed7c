// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.util.Locale;

/** How something stands against its SLA. */
public enum FreshnessStatus {
    /** Within its SLA. */
    FRESH,
    /** Still within its SLA, but the last refresh did not succeed. */
    LATE,
    /** Beyond its SLA, whatever the reason. */
    BREACHED,
    /** Still within its SLA, but nothing refreshes it until somebody resumes what does. */
    PAUSED,
    /** Nothing is promised at this time, or it was never refreshed. */
    UNKNOWN;

    /** As stored and shown: {@code fresh}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static FreshnessStatus of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
