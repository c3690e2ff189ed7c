// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an existing view does not show.
 *
 * @param readAt when what it shows was read; null where that is not known, as before its first refresh
 * @param pendingAt the oldest change it does not show, also where a refresh now would not show it either; null for none
 * @param changedAt the oldest change that a refresh now would show; null where it would show nothing new
 */
record ViewNeed(
        @Nullable Instant readAt,
        @Nullable Instant pendingAt,
        @Nullable Instant changedAt) {

    /** Nothing is older than what a view lacks that was never filled. */
    static final Instant EVER = Instant.EPOCH;

    static final ViewNeed FIRST_FILL = new ViewNeed(null, EVER, EVER);

    boolean isFirstFill() {
        return readAt == null;
    }
}
