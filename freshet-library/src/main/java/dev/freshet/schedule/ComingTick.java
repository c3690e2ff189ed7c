// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tick that lies ahead.
 *
 * @param order what somebody ordered for it, or null
 */
public record ComingTick(Tick tick, @Nullable TickOrder order) {

    /** The tick's own moment, by which it is known. */
    public Instant at() {
        return tick.at();
    }

    /** When it fires, or would if it were not skipped. */
    public Instant dueAt() {
        return order == null ? tick.at() : order.dueAt();
    }

    public boolean isSkipped() {
        return order != null && order.movedTo() == null;
    }

    public boolean isMoved() {
        return order != null && order.movedTo() != null;
    }
}
