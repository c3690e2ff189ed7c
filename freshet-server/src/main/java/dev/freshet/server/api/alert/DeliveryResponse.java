// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.alert.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message about an alert as the API shows it.
 *
 * @param alertId null for a test
 * @param event opened, reminder, resolved or test
 * @param means webhook, email or log
 * @param recipient of a mail
 * @param state delivered, pending, or failed when it was given up
 * @param nextAt when it is tried next
 * @param error why the last try failed
 */
record DeliveryResponse(
        long id,
        @Nullable Long alertId,
        String event,
        String channel,
        String means,
        @Nullable String recipient,
        String state,
        int attempts,
        Instant queuedAt,
        @Nullable Instant nextAt,
        @Nullable Instant deliveredAt,
        @Nullable String error) {

    static DeliveryResponse of(Delivery delivery) {
        return new DeliveryResponse(
                delivery.id(),
                delivery.alertId(),
                delivery.event().id(),
                delivery.address().channel(),
                delivery.address().means().id(),
                delivery.address().recipient(),
                delivery.state(),
                delivery.attempts(),
                delivery.queuedAt(),
                delivery.nextAt(),
                delivery.deliveredAt(),
                delivery.error());
    }
}
