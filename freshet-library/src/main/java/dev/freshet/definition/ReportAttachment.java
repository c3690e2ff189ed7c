// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** What goes with a report's mail. */
public enum ReportAttachment {
    NONE,
    /** The rows of {@code query} as a CSV file. */
    CSV;

    /** As written in files: {@code csv}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ReportAttachment of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
