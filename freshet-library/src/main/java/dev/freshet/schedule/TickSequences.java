// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.CronExpression;
import dev.freshet.cron.CronTicks;
import dev.freshet.cron.IntervalTicks;
import dev.freshet.cron.TickSequence;
import dev.freshet.definition.ScheduleDefinition;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The ticks of a declared schedule; parsed once for each distinct schedule. */
final class TickSequences {

    private final ConcurrentHashMap<ScheduleDefinition, TickSequence> known = new ConcurrentHashMap<>();

    /** Empty where the schedule has no ticks of its own. */
    Optional<TickSequence> of(@Nullable ScheduleDefinition schedule) {
        return switch (schedule) {
            case null -> Optional.empty();
            case ScheduleDefinition.After after -> Optional.empty();
            case ScheduleDefinition.Cron cron ->
                Optional.of(known.computeIfAbsent(
                        cron, same -> new CronTicks(CronExpression.parse(cron.expression()), cron.zone(), cron.dst())));
            case ScheduleDefinition.Every every ->
                Optional.of(known.computeIfAbsent(every, same -> new IntervalTicks(every.interval())));
        };
    }
}
