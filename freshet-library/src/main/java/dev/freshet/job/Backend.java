// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL backend that works for a run. PostgreSQL shows the activity of another role only to those who may read it:
 * every field but the pid and the blockers is null then.
 *
 * @param state {@code active}, {@code idle in transaction}, …
 * @param waitType what kind of thing it waits for, for example {@code Lock}
 * @param waitEvent what it waits for, for example {@code relation}
 * @param waitingSince since when it waits for a lock
 * @param blockers the sessions that keep it waiting
 */
public record Backend(
        int pid,
        @Nullable String state,
        @Nullable String waitType,
        @Nullable String waitEvent,
        @Nullable Instant waitingSince,
        @Nullable Instant queryStart,
        @Nullable String query,
        List<Blocker> blockers) {

    public Backend {
        blockers = List.copyOf(blockers);
    }

    /**
     * A session in the way. Every field but the pid is null where its activity is not visible.
     *
     * @param since when its transaction began
     */
    public record Blocker(
            int pid,
            @Nullable String user,
            @Nullable String application,
            @Nullable String state,
            @Nullable Instant since,
            @Nullable String query) {}
}
