// SPDX-License-Identifier: Apache-2.0
package dev.freshet.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended on this node.
 *
 * @param error what went wrong, without values of the data; null when nothing did
 * @param linesLeftOut of the run's log, because it was too long
 */
public record AttemptEnd(
        Outcome outcome,
        @Nullable String sqlState,
        @Nullable String error,
        long linesLeftOut) {

    /** What became of it. */
    public enum Outcome {
        SUCCEEDED,
        /** The run failed with it. */
        FAILED,
        /** It failed, and the run is queued for another one. */
        RETRIED,
        CANCELLED,
        /** It ended at a checkpoint, because somebody asked. */
        STOPPED,
        /** Its node leaves, and the run is queued for another one. */
        HANDED_OVER,
        /** Its node leaves in the middle of the work, and none follows. */
        LOST,
        /** It was not in charge any more: nothing it did counts. */
        FENCED;

        /** As shown: {@code succeeded}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the run ended with it. */
        public boolean endsRun() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == STOPPED || this == LOST;
        }
    }
}
