// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.ChannelDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One way a channel leads.
 *
 * @param recipient of a mail, else null
 */
public record DeliveryAddress(
        String channel, Means means, @Nullable String recipient) {

    /** How a message travels. */
    public enum Means {
        WEBHOOK,
        EMAIL,
        LOG;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Means of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** Every way a channel leads. */
    static List<DeliveryAddress> of(ChannelDefinition channel) {
        List<DeliveryAddress> addresses = new ArrayList<>();
        if (channel.webhook() != null) {
            addresses.add(new DeliveryAddress(channel.name(), Means.WEBHOOK, null));
        }
        channel.email().forEach(to -> addresses.add(new DeliveryAddress(channel.name(), Means.EMAIL, to)));
        if (channel.log()) {
            addresses.add(new DeliveryAddress(channel.name(), Means.LOG, null));
        }
        return addresses;
    }
}
