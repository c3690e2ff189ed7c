// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** What happens when a tick is due and the job still runs. */
public enum OverlapPolicy {
    /** Exactly one follow-up run, however many ticks come meanwhile. */
    COALESCE,
    /** The tick is skipped. */
    SKIP,
    /** The running run is cancelled; the tick's run follows when it is gone. */
    CANCEL_RUNNING,
    /** Runs run beside each other. */
    ALLOW;

    /** As written in files: {@code cancel-running}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static OverlapPolicy of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
