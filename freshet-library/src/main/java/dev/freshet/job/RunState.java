// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.util.Locale;

/** The states of a run; {@code package-info} draws their order. */
public enum RunState {
    QUEUED,
    RUNNING,
    STOPPING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    LOST,
    STOPPED,
    SKIPPED;

    /** As stored and shown: {@code queued}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** The part of history a run in this state is stored in. */
    String history() {
        return isActive() ? "active" : this == SUCCEEDED || this == SKIPPED ? "succeeded" : "failed";
    }

    /** Whether the run has not ended yet. */
    public boolean isActive() {
        return this == QUEUED || this == RUNNING || this == STOPPING;
    }
}
