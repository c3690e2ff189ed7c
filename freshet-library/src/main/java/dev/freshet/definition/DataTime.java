// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** Whether the views of a group show the data of one instant. */
public enum DataTime {
    /** Each shows that of its own refresh. */
    EACH,
    /** All show that of one instant, and change together. */
    ONE;

    /** As written in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DataTime of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
