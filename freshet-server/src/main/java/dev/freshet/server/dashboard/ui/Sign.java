// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.ui;

import dev.freshet.freshness.FreshnessStatus;
import dev.freshet.item.ItemState;
import dev.freshet.job.RunState;
import dev.freshet.view.RefreshStatus;

/** How a state is shown, always by three things at once: a shape, a colour and a word. */
public enum Sign {
    FRESH,
    LATE,
    BREACHED,
    RUNNING,
    STOPPING,
    QUEUED,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    LOST,
    STOPPED,
    SKIPPED,
    PAUSED,
    WAITING,
    UNKNOWN;

    /** The word. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Class of the colour. */
    public String css() {
        return "s-" + word();
    }

    public static Sign of(RunState state) {
        return valueOf(state.name());
    }

    public static Sign of(FreshnessStatus status) {
        return valueOf(status.name());
    }

    public static Sign of(RefreshStatus status) {
        return status == RefreshStatus.SUCCESS ? SUCCEEDED : valueOf(status.name());
    }

    public static Sign of(ItemState state) {
        return switch (state) {
            case WAITING -> QUEUED;
            case DONE -> SUCCEEDED;
            case FAILED -> FAILED;
            case DISMISSED -> SKIPPED;
        };
    }

    /** Of an attempt's state as stored. */
    public static Sign ofAttempt(String state) {
        return of(RunState.of(state));
    }
}
