// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.alert;

import dev.freshet.alert.Alert;
import dev.freshet.alert.Delivery;
import dev.freshet.alert.Silence;
import dev.freshet.server.dashboard.ui.Sign;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An alert as the page shows it.
 *
 * @param silence the one that covers it and ends last, or null
 * @param deliveries what was and is told of it
 */
public record AlertRow(Alert alert, @Nullable Silence silence, List<Delivery> deliveries) {

    public Sign sign() {
        if (!alert.isOpen()) {
            return Sign.SUCCEEDED;
        }
        return switch (alert.kind()) {
            case BREACH -> Sign.BREACHED;
            case FAILED -> Sign.FAILED;
            case LOST -> Sign.LOST;
            case SLOW, BEHIND -> Sign.LATE;
            case DEAD_LETTER -> Sign.WAITING;
        };
    }

    /** Who was told, or why nobody was. */
    public String told() {
        if (deliveries.isEmpty()) {
            return silence != null ? "silenced" : alert.isOpen() ? "no channel told yet" : "told nobody";
        }
        Set<String> channels = new LinkedHashSet<>();
        Set<String> waiting = new LinkedHashSet<>();
        deliveries.forEach(delivery -> (delivery.deliveredAt() == null ? waiting : channels)
                .add(delivery.address().channel()));
        String told = channels.isEmpty() ? "told nobody yet" : "told " + String.join(", ", channels);
        return waiting.isEmpty() ? told : told + "; not yet " + String.join(", ", waiting);
    }

    /** Messages that were not taken, each with its reason. */
    public List<String> troubles() {
        return deliveries.stream()
                .filter(delivery -> delivery.deliveredAt() == null && delivery.error() != null)
                .map(delivery -> delivery.address().channel() + ": " + delivery.error())
                .distinct()
                .toList();
    }
}
