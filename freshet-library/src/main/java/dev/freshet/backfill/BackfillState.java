// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import java.util.Locale;

/** How a backfill is. */
public enum BackfillState {
    RUNNING,
    /** No new slices; it can be resumed. */
    STOPPED,
    SUCCEEDED,
    /** A slice did not succeed; such slices can be retried. */
    FAILED,
    CANCELLED;

    /** As stored and shown: {@code running}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static BackfillState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Whether it may still change by itself or be resumed. */
    public boolean isOpen() {
        return this == RUNNING || this == STOPPED;
    }
}
