// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.util.Locale;

/** How something stands against its SLA. */
public enum FreshnessStatus {
    /** Within its SLA. */
    FRESH,
    /** Still within its SLA, but the last refresh did not succeed. */
    LATE,
    /** Beyond its SLA. */
    BREACHED,
    /** Nothing refreshes it. */
    PAUSED,
    /** No SLA was promised, or it was never refreshed. */
    UNKNOWN;

    /** As shown: {@code fresh}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
