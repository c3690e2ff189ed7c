// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.util.Arrays;
import java.util.Locale;

/** Why something is not fresh; {@code freshet.why_not_fresh} finds it. */
public enum CauseKind {
    /** No refresh of it has ever succeeded. */
    NEVER_REFRESHED,
    /** The database does not have it, or has another one of its name since its last refresh. */
    WAITS,
    /** Somebody paused what refreshes it. */
    PAUSED,
    /** The last refresh failed. */
    FAILED,
    /** The node or session that refreshed it died. */
    LOST,
    /** No node of Freshet is alive. */
    NO_NODE,
    /** Its refresh, or that of its group, takes long. */
    RUNNING_LONG,
    /** Its run waits for a slot. */
    QUEUED,
    /** A view that it reads is behind itself. */
    UPSTREAM,
    /** Its schedule is too sparse for the promise, or there is none. */
    SCHEDULE,
    /** A refresh takes longer than the promise allows. */
    INFEASIBLE,
    /** Refreshes came too late for the changes. */
    LOAD,
    /** What only a newer version of Freshet has a word for. */
    OTHER;

    /** As stored and shown: {@code running-long}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static CauseKind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElse(OTHER);
    }
}
