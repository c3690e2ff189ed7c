// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.time.Instant;
import java.util.Random;

/**
 * An endless sequence of simulated visits, each later than the one before, that the seed and the start determine.
 *
 * <p>They come as a Poisson process whose rate follows the {@link Rhythm}. Only what Java specifies bit by bit
 * ({@link Random}, {@link StrictMath}) is used, so the sequence is the same on every machine. Not thread-safe.
 */
final class VisitSequence {

    private static final double SESSION_SHARE = 0.3;

    private final Population population;
    private final Random random;
    private final double visitsPerSecond;
    private Instant clock;

    VisitSequence(Population population, long seed, Instant start, double visitsPerSecond) {
        this.population = population;
        this.random = new Random(seed * 31 + start.toEpochMilli());
        this.visitsPerSecond = visitsPerSecond;
        this.clock = start;
    }

    Visit next() {
        double rate = visitsPerSecond * Rhythm.at(clock);
        double seconds = -StrictMath.log(1 - random.nextDouble()) / rate;
        // Whole microseconds, as PostgreSQL stores them; at least one, so that no two are at once.
        clock = clock.plusNanos(1_000L * Math.max(1, (long) (seconds * 1_000_000)));
        int user = population.pickUser(random);
        Metrics metrics = Metrics.random(random, population.talent(user));
        Analysis analysis = new Analysis(
                Population.uuid(random),
                population.user(user),
                population.pickTarget(random),
                metrics.flow(),
                metrics.clout(),
                metrics.kudos(),
                metrics.pulse(),
                clock);
        boolean newSession = random.nextDouble() < SESSION_SHARE;
        return new Visit(analysis, newSession ? Population.uuid(random) : null, metrics.followers());
    }

    /** Leaves out what would have happened up to a moment: after a long pause there is no backlog to make up. */
    void skipTo(Instant moment) {
        if (moment.isAfter(clock)) {
            clock = moment;
        }
    }
}
