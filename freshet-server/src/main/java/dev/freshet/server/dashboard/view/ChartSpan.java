// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import java.time.Duration;
import java.util.Arrays;

/** How far back the pictures of a view reach. */
public enum ChartSpan {
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

    /** By the word in the address; any other word means a day. */
    static ChartSpan of(String id) {
        return Arrays.stream(values())
                .filter(span -> span.id.equals(id))
                .findFirst()
                .orElse(DAY);
    }
}
