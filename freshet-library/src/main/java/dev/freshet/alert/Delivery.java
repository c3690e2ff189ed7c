// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message about one alert to one recipient.
 *
 * @param alertId null for a test of the channel
 * @param attempts how many times it was tried, this time included
 * @param nextAt when it is tried next; null when it was delivered or given up
 * @param error why the last try failed, or null
 */
public record Delivery(
        long id,
        @Nullable Long alertId,
        DeliveryEvent event,
        DeliveryAddress address,
        Instant queuedAt,
        int attempts,
        @Nullable Instant nextAt,
        @Nullable Instant deliveredAt,
        @Nullable String error) {

    /** delivered, pending, or failed when it was given up. */
    public String state() {
        return deliveredAt != null ? "delivered" : nextAt != null ? "pending" : "failed";
    }
}
