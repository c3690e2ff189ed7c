// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import java.util.Locale;

/** The states of an item; {@code package-info} draws their order. */
public enum ItemState {
    WAITING,
    DONE,
    FAILED,
    DISMISSED;

    /** As stored and shown: {@code waiting}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ItemState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
