// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * What tells how a channel is: the newest message that one of its ways did not take, else the newest that was tried. A
     * message that waits for the one before it says nothing.
     *
     * @param latest newest first; others' are left out
     */
    public static Optional<Delivery> telling(List<Delivery> latest, String channel) {
        Map<DeliveryAddress, Delivery> newest = new LinkedHashMap<>();
        latest.stream()
                .filter(delivery -> delivery.address().channel().equals(channel))
                .filter(delivery -> delivery.attempts > 0)
                .forEach(delivery -> newest.putIfAbsent(delivery.address(), delivery));
        return newest.values().stream()
                .filter(delivery -> delivery.deliveredAt == null && delivery.error != null)
                .findFirst()
                .or(() -> newest.values().stream().findFirst());
    }

    /** delivered, pending, or failed when it was given up. */
    public String state() {
        return deliveredAt != null ? "delivered" : nextAt != null ? "pending" : "failed";
    }
}
