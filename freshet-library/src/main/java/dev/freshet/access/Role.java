// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.util.Locale;

/** What a token allows; each role includes those before it. */
public enum Role {
    /** Sees everything, changes nothing. */
    VIEWER,
    /** Runs, cancels, pauses and resumes what is defined. */
    OPERATOR,
    /** Changes what is defined, and who may do what. */
    ADMINISTRATOR;

    /** As stored and shown: {@code viewer}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Role of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
