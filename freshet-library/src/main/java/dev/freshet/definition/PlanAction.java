// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** What an apply does to one definition. */
public enum PlanAction {
    CREATE,
    CHANGE,
    REMOVE,
    UNCHANGED;

    /** As stored and shown: {@code create}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static PlanAction of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
