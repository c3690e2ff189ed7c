// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schema;

import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;

/** Creates the partitions of the weeks to come and drops those whose every row is too old. */
public final class PartitionStore {

    // Made ahead, so that a node that is down for weeks finds its partitions; strays go to the default partition.
    private static final String CREATE_AHEAD = """
        SELECT freshet.create_partition(:table::regclass, :step, moment) AS name
        FROM generate_series(clock_timestamp(), clock_timestamp() + interval '35 days', interval '7 days') AS moment
        """;

    private static final String DROP = """
        SELECT dropped AS name FROM freshet.drop_partitions(:table::regclass, clock_timestamp() - :age::interval) AS dropped
        """;

    // Rather later than a queue of readers behind a waiting lock.
    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '1s'";

    private static final String LOCK = "SELECT pg_advisory_xact_lock(:class, :key)";

    /**
     * Takes the right to change partitions until the transaction ends, after whichever node has it.
     *
     * @throws DatabaseException (a lock timeout) when that takes longer than a second, as may every step after it
     */
    public void lock(Session session) {
        session.execute(LOCK_TIMEOUT);
        session.query(LOCK)
                .bind("class", AdvisoryLock.HOUSEKEEPING)
                .bind("key", AdvisoryLock.PARTITIONS)
                .list(row -> true);
    }

    public void createAhead(Session session, History history) {
        session.query(CREATE_AHEAD)
                .bind("table", history.table())
                .bind("step", history.step())
                .list(row -> true);
    }

    /** Drops partitions that ended longer ago than the age; returns their names. */
    public List<String> dropOlderThan(Session session, History history, Duration age) {
        return session.query(DROP)
                .bind("table", history.table())
                .bind("age", age)
                .list(row -> row.text("name"));
    }
}
