// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.cron.DstPolicy;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads the keys that say when something fires. */
final class ScheduleReader {

    private ScheduleReader() {}

    /** The schedule, or null when there is none. */
    static @Nullable ScheduleDefinition read(Fields fields) {
        ZoneId zone = fields.value(ScheduleKeys.TIME_ZONE);
        DstPolicy dst = fields.value(ScheduleKeys.DST);
        String cron = fields.find(ScheduleKeys.SCHEDULE);
        Duration interval = fields.find(ScheduleKeys.EVERY);
        String upstream = fields.find(ScheduleKeys.AFTER);
        if (cron != null) {
            return new ScheduleDefinition.Cron(cron, zone, dst);
        }
        if (interval != null) {
            return new ScheduleDefinition.Every(interval);
        }
        return upstream == null ? null : new ScheduleDefinition.After(upstream);
    }
}
