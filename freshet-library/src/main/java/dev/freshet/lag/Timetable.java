// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.GroupDefinition;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.definition.ViewDefinition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When schedules start jobs that refresh views.
 *
 * @param ticks of the jobs that have some
 * @param after of the others, the job each follows
 */
record Timetable(Map<String, TickSequence> ticks, Map<String, String> after) {

    static final Timetable EMPTY = new Timetable(Map.of(), Map.of());

    private static final int LONGEST_CHAIN = 100;

    Timetable {
        ticks = Map.copyOf(ticks);
        after = Map.copyOf(after);
    }

    /** Without those in shadow mode, whose ticks refresh nothing. A job after one of another kind has that one's ticks. */
    static Timetable of(Definitions definitions) {
        Map<String, ScheduleDefinition> refreshers = new HashMap<>();
        for (ViewDefinition view : definitions.views()) {
            put(refreshers, view.name(), view.schedule(), view.shadow());
        }
        for (GroupDefinition group : definitions.groups()) {
            put(refreshers, group.name(), group.schedule(), group.shadow());
        }
        Map<String, ScheduleDefinition> others = definitions.jobs().stream()
                .filter(job -> job.schedule() != null)
                .collect(Collectors.toMap(JobDefinition::name, Timetable::schedule, (one, other) -> one));
        Map<String, TickSequence> ticks = new HashMap<>();
        Map<String, String> after = new HashMap<>();
        refreshers.forEach((job, schedule) -> {
            ScheduleDefinition first = first(schedule, others);
            if (first instanceof ScheduleDefinition.After other) {
                after.put(job, other.job());
            } else {
                first.ticks().ifPresent(sequence -> ticks.put(job, sequence));
            }
        });
        return new Timetable(ticks, after);
    }

    Optional<Instant> nextOf(String job, Instant after) {
        return Optional.ofNullable(ticks.get(job))
                .flatMap(sequence -> sequence.next(after))
                .map(Tick::at);
    }

    private static ScheduleDefinition schedule(JobDefinition job) {
        return Objects.requireNonNull(job.schedule());
    }

    private static void put(
            Map<String, ScheduleDefinition> refreshers,
            String job,
            @Nullable ScheduleDefinition schedule,
            boolean shadow) {
        if (schedule != null && !shadow) {
            refreshers.put(job, schedule);
        }
    }

    private static ScheduleDefinition first(ScheduleDefinition schedule, Map<String, ScheduleDefinition> others) {
        ScheduleDefinition first = schedule;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            ScheduleDefinition before =
                    first instanceof ScheduleDefinition.After other ? others.get(other.job()) : null;
            if (before == null) {
                return first;
            }
            first = before;
        }
        return first;
    }
}
