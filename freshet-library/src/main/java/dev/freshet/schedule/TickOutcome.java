// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import java.util.Locale;

/** What became of a tick. */
public enum TickOutcome {
    /** It has a run of its own. */
    FIRED,
    /** The run of another tick answers for it. */
    MERGED,
    /** No run answers for it. */
    SKIPPED,
    /** Its job runs in the shadow: it is accounted for, and nothing is done. */
    SHADOWED,
    /** Somebody moved it to a moment that lies ahead; then it becomes one of the others. */
    MOVED;

    /** As stored and shown: {@code fired}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static TickOutcome of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
