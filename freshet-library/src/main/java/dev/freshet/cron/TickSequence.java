// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ticks of a schedule, strictly increasing; immutable, reads no clock. */
public sealed interface TickSequence permits CronTicks, IntervalTicks {

    /** No tick lies before this instant, 0001-01-01. */
    Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /** No tick lies at or after this instant, 10000-01-01; it also bounds every search. */
    Instant HORIZON = Instant.parse("9999-12-31T00:00:00Z").plusSeconds(86_400);

    /** The first tick strictly after {@code after}. */
    Optional<Tick> next(Instant after);

    /** The first {@code limit} ticks in {@code [fromInclusive, toExclusive)}. */
    List<Tick> between(Instant fromInclusive, Instant toExclusive, int limit);
}
