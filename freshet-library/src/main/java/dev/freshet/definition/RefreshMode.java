// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** How a view is refreshed. */
public enum RefreshMode {
    /** Concurrently where possible, else blocking, with a warning. */
    AUTO,
    /** Readers go on meanwhile; fails, with the mending DDL, where impossible. */
    CONCURRENTLY,
    /** Readers wait meanwhile. */
    BLOCKING,
    /** Built beside and put in place of the old one; readers wait for that moment only. */
    SWAP;

    /** As written in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RefreshMode of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
