// SPDX-License-Identifier: Apache-2.0
package dev.freshet.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Follows what this node does. Called on the thread that does it: return quickly. */
public interface NodeObserver {

    /** An attempt begins on this thread; the answer is told of its end. */
    default Watch<AttemptEnd> attemptBegins(AttemptBegin begin) {
        return end -> {};
    }

    /** This node found that an attempt's node is gone; {@code last} when the run gets no further attempt. */
    default void attemptLost(long runId, String job, boolean last) {}

    /** A running run takes so many times longer than usual that it is flagged. */
    default void runSlow(long runId, String job, Duration usual, Duration limit) {}

    /** A tick has its row in the ledger, committed. */
    default void tickAccounted(TickAccount tick) {}

    /** A view's refresh begins on this thread; the answer is told of its end. */
    default Watch<RefreshResult> refreshBegins(RefreshBegin begin) {
        return end -> {};
    }

    /** The trace this thread works in, as W3C {@code traceparent}, to be kept with a run queued now; null without one. */
    default @Nullable String traceParent() {
        return null;
    }

    /** Is told of an end, once. */
    @FunctionalInterface
    interface Watch<E> {
        void ended(E end);
    }
}
