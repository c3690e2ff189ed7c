// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import java.util.Locale;

/** How a slice is: {@code WAITING} before it has a run, {@code ACTIVE} while that has not ended, then how that ended. */
public enum SliceState {
    WAITING,
    ACTIVE,
    SUCCEEDED,
    FAILED,
    LOST,
    CANCELLED,
    STOPPED,
    SKIPPED;

    /** As stored and shown: {@code waiting}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static SliceState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Whether its run ended, and not well. */
    public boolean isBad() {
        return this != WAITING && this != ACTIVE && this != SUCCEEDED;
    }
}
