// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.cron.DstPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The keys that say when something fires; jobs, groups and views share them. */
final class ScheduleKeys {

    static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    static final Key<String> SCHEDULE = Key.optional(
            "schedule",
            new CronType(),
            "none",
            "A cron expression: 5 fields, 6 with seconds first, or `@hourly` and its like.",
            "\"*/5 * * * *\"");
    static final Key<Duration> EVERY = Key.optional(
            "every",
            DurationType.from(SHORTEST_INTERVAL),
            "none",
            "A fixed interval, counted from 1970-01-01T00:00Z, so that every node and every restart agrees.",
            "5m");
    static final Key<String> AFTER = Key.optional(
            "after",
            new NameType("job, group or view"),
            "none",
            "Fires each time a run of the named job, group or view succeeds.",
            "settle-payments");
    static final Key<ZoneId> TIME_ZONE = Key.withDefault(
            "time-zone",
            new ZoneType(),
            ZoneId.of("UTC"),
            "The zone whose wall clock `schedule` means.",
            "Europe/Berlin");
    static final Key<DstPolicy> DST = Key.withDefault(
            "dst",
            new DstType(),
            DstPolicy.DEFAULT,
            "What `schedule` does where the wall clock jumps.",
            "{gap: shift, overlap: second}");

    static final List<Key<?>> ALL = List.of(SCHEDULE, EVERY, AFTER, TIME_ZONE, DST);
    static final List<Key<?>> AT_MOST_ONE_OF = List.of(SCHEDULE, EVERY, AFTER);
    static final Map<Key<?>, Key<?>> NEEDS = Map.of(TIME_ZONE, SCHEDULE, DST, SCHEDULE);

    private ScheduleKeys() {}
}
