// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.job.RunState;
import java.util.Locale;

/** What a mark says, from what needs no look to what needs it most: of several merged into one mark, the last wins. */
public enum MarkState {
    SUCCEEDED,
    FRESH,
    SKIPPED,
    PAUSED,
    QUEUED,
    RUNNING,
    UNKNOWN,
    STOPPED,
    CANCELLED,
    LATE,
    BREACHED,
    LOST,
    FAILED;

    static MarkState of(RunState state) {
        return switch (state) {
            case QUEUED -> QUEUED;
            case RUNNING, STOPPING -> RUNNING;
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
            case LOST -> LOST;
            case STOPPED -> STOPPED;
            case SKIPPED -> SKIPPED;
        };
    }

    /** By its word: {@code breached}. */
    public static MarkState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As shown: {@code breached}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class of the style sheet that gives the colour. */
    String style() {
        return "s-" + word();
    }
}
