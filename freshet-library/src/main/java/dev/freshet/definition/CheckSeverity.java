// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** What a check that does not hold does to its run. */
public enum CheckSeverity {
    FAIL,
    WARN;

    /** As written in files: {@code fail}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CheckSeverity of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
