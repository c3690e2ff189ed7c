// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobDefinition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job with its operational state.
 *
 * @param nextTickAt the first tick not evaluated yet, or null where the schedule has none of its own
 * @param evaluatedUntil every tick up to and including this instant is in the ledger
 * @param pause null while the job is not paused
 */
public record Job(
        JobDefinition definition,
        @Nullable Long deploymentId,
        @Nullable Instant evaluatedUntil,
        @Nullable Instant nextTickAt,
        @Nullable Pause pause) {

    public String name() {
        return definition.name();
    }

    /**
     * Why and since when no tick of the job fires.
     *
     * @param until when it ends by itself, or null
     */
    public record Pause(
            Instant since,
            @Nullable Instant until,
            String by,
            @Nullable String reason) {}
}
