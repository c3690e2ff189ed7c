// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ticks at a fixed interval, counted from 1970-01-01T00:00Z, so that every node and every restart agrees.
 *
 * @param every whole milliseconds, at least one
 */
public record IntervalTicks(Duration every) implements TickSequence {

    private static final Duration LONGEST = Duration.ofDays(36_525);

    public IntervalTicks {
        boolean wholeMillis = every.toNanosPart() % 1_000_000 == 0;
        if (!every.isPositive() || every.compareTo(LONGEST) > 0 || !wholeMillis) {
            throw new FreshetException(
                    ErrorCode.INVALID_SCHEDULE,
                    "Interval " + every + " cannot be scheduled; expected whole milliseconds, more than zero and at"
                            + " most 100 years, such as PT5M");
        }
    }

    @Override
    public Optional<Tick> next(Instant after) {
        if (!after.isBefore(HORIZON)) {
            return Optional.empty();
        }
        Instant from = after.isBefore(EARLIEST) ? EARLIEST : after.plusNanos(1);
        return between(from, HORIZON, 1).stream().findFirst();
    }

    @Override
    public List<Tick> between(Instant fromInclusive, Instant toExclusive, int limit) {
        Instant from = fromInclusive.isBefore(EARLIEST) ? EARLIEST : fromInclusive;
        Instant to = toExclusive.isAfter(HORIZON) ? HORIZON : toExclusive;
        List<Tick> ticks = new ArrayList<>();
        Instant at = atOrAfter(from.isAfter(HORIZON) ? HORIZON : from);
        while (at.isBefore(to) && ticks.size() < limit) {
            ticks.add(new Tick(at, List.of(), null));
            at = at.plus(every);
        }
        return ticks;
    }

    private Instant atOrAfter(Instant instant) {
        long millis = instant.toEpochMilli();
        if (Instant.ofEpochMilli(millis).isBefore(instant)) {
            millis++;
        }
        return Instant.ofEpochMilli(Math.ceilDiv(millis, every.toMillis()) * every.toMillis());
    }
}
