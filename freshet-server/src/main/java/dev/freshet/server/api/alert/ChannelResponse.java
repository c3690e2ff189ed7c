// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.alert.Delivery;
import dev.freshet.definition.AlertKind;
import dev.freshet.definition.ChannelDefinition;
import dev.freshet.definition.Durations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts are told, as the API shows it.
 *
 * @param webhook whether it has one; the address may be a secret
 * @param lastDelivery the newest message that one of its ways did not take, else the newest; or null
 */
record ChannelResponse(
        String name,
        boolean webhook,
        List<String> email,
        boolean log,
        List<String> on,
        List<String> only,
        @Nullable String owner,
        @Nullable String remind,
        @Nullable DeliveryResponse lastDelivery) {

    static ChannelResponse of(ChannelDefinition channel, List<Delivery> latest) {
        return new ChannelResponse(
                channel.name(),
                channel.webhook() != null,
                channel.email(),
                channel.log(),
                channel.on().stream().map(AlertKind::id).toList(),
                channel.only(),
                channel.owner(),
                channel.remind() == null ? null : Durations.print(channel.remind()),
                Delivery.telling(latest, channel.name())
                        .map(DeliveryResponse::of)
                        .orElse(null));
    }
}
