// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cluster;

import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The database's clock as seen from this node, without asking it each time.
 *
 * <p>Measured by {@link #measure} (Cristian's algorithm: half of the round trip is taken as the way back). Used to wait
 * until a moment of the database's clock; what is decided is decided by the database.
 */
public final class DatabaseClock implements InstantSource {

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private final InstantSource local;
    private volatile Duration offset = Duration.ZERO;

    public DatabaseClock(InstantSource local) {
        this.local = local;
    }

    /** Asks the database for its time. */
    public void measure(Session session) {
        Instant before = local.instant();
        long start = System.nanoTime();
        Instant database = session.query(NOW).one(row -> row.instant("now"));
        Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
        offset = Duration.between(before.plus(roundTrip.dividedBy(2)), database);
    }

    @Override
    public Instant instant() {
        return local.instant().plus(offset);
    }

    /** This node's clock minus the database's. */
    public Duration skew() {
        return offset.negated();
    }

    /** How long from now until a moment of the database's clock; zero when it has passed. */
    public Duration until(Instant moment) {
        Duration wait = Duration.between(instant(), moment);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
