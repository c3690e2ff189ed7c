// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session that others wait for.
 *
 * @param user null where it is not visible, as for all below
 * @param since when its transaction began
 */
record Blocker(
        int pid,
        @Nullable String user,
        @Nullable String application,
        @Nullable String state,
        @Nullable Instant since,
        @Nullable String query) {

    String text() {
        StringBuilder text = new StringBuilder("pid ").append(pid);
        append(text, "user", user);
        append(text, "application", application);
        append(text, "state", state);
        append(text, "in its transaction since", since);
        append(text, "query:", query);
        return text.toString();
    }

    private static void append(StringBuilder text, String label, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            text.append(", ").append(label).append(' ').append(value);
        }
    }
}
