// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.schedule.TickOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered for a tick.
 *
 * @param act skip or move
 * @param state pending, done or lapsed
 * @param settledBecause why it lapsed, or null
 */
record TickOrderResponse(
        Instant scheduledFor,
        String act,
        @Nullable Instant movedTo,
        String state,
        String by,
        @Nullable String reason,
        Instant orderedAt,
        @Nullable Instant settledAt,
        @Nullable String settledBecause) {

    static TickOrderResponse of(TickOrder order) {
        return new TickOrderResponse(
                order.scheduledFor(),
                order.act(),
                order.movedTo(),
                order.state().id(),
                order.by(),
                order.reason(),
                order.orderedAt(),
                order.settledAt(),
                order.settledBecause());
    }
}
