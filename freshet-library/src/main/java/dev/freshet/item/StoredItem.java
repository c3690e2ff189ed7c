// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.RunError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item as stored.
 *
 * @param runId the run that listed it
 * @param payload JSON
 * @param workedRunId the run that worked on it last, or null
 * @param endedAt when it was done, failed or was dismissed, or null
 * @param error why it failed last; stays while it waits for another try
 * @param changedBy who edited, re-injected or dismissed it last, or null
 * @param reason why it was dismissed, or null
 * @param history oldest first
 */
public record StoredItem(
        long runId,
        long number,
        String key,
        String payload,
        ItemState state,
        int attempts,
        @Nullable Long workedRunId,
        @Nullable Instant endedAt,
        @Nullable RunError error,
        @Nullable String changedBy,
        @Nullable String reason,
        List<Event> history) {

    public StoredItem {
        history = List.copyOf(history);
    }

    /**
     * Something that befell an item.
     *
     * @param what {@code done}, {@code failed}, {@code edited}, {@code re-injected}, {@code dismissed} or {@code restored}
     * @param by who did it, or null where a run did
     * @param run the run it happened in, or null
     * @param message the error or the reason, or null
     */
    public record Event(
            Instant at,
            String what,
            @Nullable String by,
            @Nullable Long run,
            @Nullable String message) {}
}
