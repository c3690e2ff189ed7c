// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.TickSequence;
import dev.freshet.definition.ScheduleDefinition;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The ticks of a declared schedule; parsed once for each distinct schedule. */
final class TickSequences {

    private final ConcurrentHashMap<ScheduleDefinition, Optional<TickSequence>> known = new ConcurrentHashMap<>();

    /** Empty where the schedule has no ticks of its own. */
    Optional<TickSequence> of(@Nullable ScheduleDefinition schedule) {
        return schedule == null ? Optional.empty() : known.computeIfAbsent(schedule, ScheduleDefinition::ticks);
    }
}
