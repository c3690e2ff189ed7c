// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** The kind of document a report's template makes. */
public enum ReportFormat {
    HTML,
    TEXT;

    /** As written in files: {@code html}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ReportFormat of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
