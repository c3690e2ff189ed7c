// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.cron.DstPolicy;
import java.time.Duration;
import java.time.ZoneId;

/** When a job fires. */
public sealed interface ScheduleDefinition {

    /**
     * A cron expression.
     *
     * @param expression 5 fields, 6 with seconds first, or {@code @hourly} and its like
     */
    record Cron(String expression, ZoneId zone, DstPolicy dst) implements ScheduleDefinition {}

    /** A fixed interval, counted from 1970-01-01T00:00Z, so that every node and every restart agrees. */
    record Every(Duration interval) implements ScheduleDefinition {}

    /** Each time another job's run succeeds. */
    record After(String job) implements ScheduleDefinition {}
}
