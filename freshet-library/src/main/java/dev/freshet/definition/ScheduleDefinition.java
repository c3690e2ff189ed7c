// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.cron.CronExpression;
import dev.freshet.cron.CronTicks;
import dev.freshet.cron.DstPolicy;
import dev.freshet.cron.IntervalTicks;
import dev.freshet.cron.TickSequence;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** When a job fires. */
public sealed interface ScheduleDefinition {

    /** The ticks it gives by itself; empty where other jobs say when. */
    Optional<TickSequence> ticks();

    /**
     * A cron expression.
     *
     * @param expression 5 fields, 6 with seconds first, or {@code @hourly} and its like
     */
    record Cron(String expression, ZoneId zone, DstPolicy dst) implements ScheduleDefinition {
        @Override
        public Optional<TickSequence> ticks() {
            return Optional.of(new CronTicks(CronExpression.parse(expression), zone, dst));
        }
    }

    /** A fixed interval, counted from 1970-01-01T00:00Z, so that every node and every restart agrees. */
    record Every(Duration interval) implements ScheduleDefinition {
        @Override
        public Optional<TickSequence> ticks() {
            return Optional.of(new IntervalTicks(interval));
        }
    }

    /** Each time another job's run succeeds. */
    record After(String job) implements ScheduleDefinition {
        @Override
        public Optional<TickSequence> ticks() {
            return Optional.empty();
        }
    }
}
