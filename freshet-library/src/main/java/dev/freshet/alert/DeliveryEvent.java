// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import java.util.Locale;

/** Why a message is sent. */
public enum DeliveryEvent {
    OPENED,
    REMINDER,
    RESOLVED,
    TEST;

    /** As stored and sent: {@code opened}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryEvent of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
