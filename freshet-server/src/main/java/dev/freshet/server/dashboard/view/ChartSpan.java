// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far back the pictures of a view reach. */
public enum ChartSpan {
    HOUR("1h", "1 hour", Duration.ofHours(1)),
    DAY("24h", "24 hours", Duration.ofHours(24)),
    WEEK("7d", "7 days", Duration.ofDays(7));

    private final String id;
    private final String label;
    private final Duration length;

    ChartSpan(String id, String label, Duration length) {
        this.id = id;
        this.label = label;
        this.length = length;
    }

    /** As in the address. */
    public String id() {
        return id;
    }

    public String label() {
        return label;
    }

    Duration length() {
        return length;
    }

    /** By the word in the address; null for any other word, or none. */
    static @Nullable ChartSpan of(@Nullable String id) {
        return Arrays.stream(values())
                .filter(span -> span.id.equals(id))
                .findFirst()
                .orElse(null);
    }

    /** What is worth seeing of what began so long ago: a day, unless nearly all of it would be empty. */
    static ChartSpan since(Duration age) {
        return age.compareTo(HOUR.length.multipliedBy(2)) < 0 ? HOUR : DAY;
    }
}
