// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** What happens to ticks that were missed because nobody was there to evaluate them. */
public enum CatchUpPolicy {
    /** All are skipped. */
    NONE,
    /** One run answers for all. */
    LATEST,
    /** A run for each, up to a limit; the oldest beyond it are skipped. */
    ALL;

    /** As written in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CatchUpPolicy of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
