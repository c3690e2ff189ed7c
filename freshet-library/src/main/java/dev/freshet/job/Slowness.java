// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When an attempt is slow: looked up once, flagged once. Used by one thread. */
final class Slowness {

    private static final Duration LEAST = Duration.ofSeconds(1);

    private @Nullable Duration usual;
    private @Nullable Duration limit;
    private boolean known;
    private boolean flagged;

    boolean isKnown() {
        return known;
    }

    boolean isFlagged() {
        return flagged;
    }

    void flag() {
        flagged = true;
    }

    /** What the job's runs usually take; null where too few succeeded to tell. */
    void usual(@Nullable Duration p95, double factor) {
        known = true;
        usual = p95;
        if (p95 != null) {
            Duration slow = Duration.ofNanos(Math.round(p95.toNanos() * factor));
            limit = slow.compareTo(LEAST) < 0 ? LEAST : slow;
        }
    }

    @Nullable
    Duration usual() {
        return usual;
    }

    @Nullable
    Duration limit() {
        return limit;
    }
}
