// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger.
 *
 * @param reason why it was merged or skipped, or how it fired when that is worth telling; null otherwise
 * @param runId the run that answers for it, or null where it was skipped
 * @param localTimes the wall-clock times that fell on it
 */
public record LedgerTick(
        String job,
        Instant scheduledFor,
        TickOutcome outcome,
        @Nullable String reason,
        @Nullable Long runId,
        List<String> localTimes,
        Instant evaluatedAt) {

    public LedgerTick {
        localTimes = List.copyOf(localTimes);
    }
}
