// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.util.Locale;

/** Why a run exists. */
public enum Trigger {
    SCHEDULE,
    MANUAL,
    API,
    SQL,
    DEPENDENCY,
    FRESHNESS,
    RETRY,
    BACKFILL;

    /** As stored and shown: {@code schedule}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Trigger of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
