// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import java.util.Locale;

/** How a refresh stands. */
public enum RefreshStatus {
    RUNNING,
    SUCCESS,
    FAILED,
    /** Another refresh of the view was under way, or the view does not exist yet. */
    SKIPPED,
    /** The node or the session died. */
    LOST;

    /** As stored and shown: {@code running}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RefreshStatus of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
