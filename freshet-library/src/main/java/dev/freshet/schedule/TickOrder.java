// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody ordered for a single tick.
 *
 * @param scheduledFor the tick
 * @param movedTo when it fires instead; null where it is skipped
 * @param settledAt when the ledger accounted for it, or when it lapsed; null while it is pending
 * @param settledBecause why it lapsed, or null
 */
public record TickOrder(
        String job,
        Instant scheduledFor,
        @Nullable Instant movedTo,
        State state,
        String by,
        @Nullable String reason,
        Instant orderedAt,
        @Nullable Instant settledAt,
        @Nullable String settledBecause) {

    /** How far an order has come. */
    public enum State {
        /** The tick, or the moment it was moved to, lies ahead. */
        PENDING,
        /** The ledger tells what became of it. */
        DONE,
        /** The tick went away with its schedule. */
        LAPSED;

        /** As stored and shown: {@code pending}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** {@code skip} or {@code move}. */
    public String act() {
        return movedTo == null ? "skip" : "move";
    }

    /** When the tick fires, or would. */
    public Instant dueAt() {
        return movedTo == null ? scheduledFor : movedTo;
    }

    /** {@code skipped by ada: month end}, {@code moved to 2027-03-28T04:00:00Z by ada}. */
    public String words() {
        String what = movedTo == null ? "skipped" : "moved to " + movedTo;
        return what + " by " + by + (reason == null ? "" : ": " + reason);
    }
}
