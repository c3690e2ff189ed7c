// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.cron.Tick;
import dev.freshet.schedule.LedgerTick;
import dev.freshet.schedule.TickOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tick: past ones with what became of them, future ones as {@code predicted}.
 *
 * @param reason why it was merged or skipped; of a predicted one, what daylight saving does to it
 * @param order what was ordered for a predicted one, or null
 */
record TickResponse(
        Instant scheduledFor,
        String outcome,
        @Nullable String reason,
        @Nullable Long runId,
        List<String> localTimes,
        @Nullable Instant evaluatedAt,
        @Nullable TickOrderResponse order) {

    static TickResponse of(LedgerTick tick) {
        return new TickResponse(
                tick.scheduledFor(),
                tick.outcome().id(),
                tick.reason(),
                tick.runId(),
                tick.localTimes(),
                tick.evaluatedAt(),
                null);
    }

    static TickResponse predicted(Tick tick, @Nullable TickOrder order) {
        List<String> localTimes =
                tick.localTimes().stream().map(LocalDateTime::toString).toList();
        return new TickResponse(
                tick.at(),
                "predicted",
                tick.note(),
                null,
                localTimes,
                null,
                order == null ? null : TickOrderResponse.of(order));
    }
}
