// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cluster;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;

/** All SQL about {@code freshet.node}. */
public final class NodeStore {

    private static final String REGISTER = """
        INSERT INTO freshet.node (name, version, process_id, leased_until)
        VALUES (:name, :version, :processId, clock_timestamp() + :lease::interval)
        RETURNING id
        """;

    // A lease that ran out is not renewed even when nobody noticed yet: somebody may be about to.
    private static final String RENEW = """
        UPDATE freshet.node
        SET renewed_at = clock_timestamp(), leased_until = clock_timestamp() + :lease::interval, clock_skew_ms = :skew
        WHERE id = :id AND closed_at IS NULL AND leased_until > clock_timestamp()
        """;

    private static final String CLOSE = """
        UPDATE freshet.node SET closed_at = clock_timestamp(), closed_because = :because
        WHERE id = :id AND closed_at IS NULL
        """;

    private static final String CLOSE_EXPIRED = """
        UPDATE freshet.node SET closed_at = clock_timestamp(), closed_because = 'lost'
        WHERE closed_at IS NULL AND leased_until <= clock_timestamp()
        RETURNING id, name
        """;

    private static final String LIST = """
        SELECT id, name, version, process_id, started_at, renewed_at, leased_until, clock_skew_ms, closed_at, closed_because
        FROM freshet.node ORDER BY closed_at IS NOT NULL, id DESC LIMIT :limit
        """;

    private static final String DELETE_OLD = """
        DELETE FROM freshet.node WHERE closed_at < clock_timestamp() - :age::interval
        """;

    long register(Session session, String name, String version, long processId, Duration lease) {
        return session.query(REGISTER)
                .bind("name", name)
                .bind("version", version)
                .bind("processId", processId)
                .bind("lease", lease)
                .one(row -> row.number("id"));
    }

    boolean renew(Session session, long id, Duration lease, long skewMillis) {
        return session.query(RENEW)
                        .bind("id", id)
                        .bind("lease", lease)
                        .bind("skew", skewMillis)
                        .execute()
                == 1;
    }

    void close(Session session, long id, String because) {
        session.query(CLOSE).bind("id", id).bind("because", because).execute();
    }

    /** Closes nodes whose lease ran out and returns their names. */
    public List<String> closeExpired(Session session) {
        return session.query(CLOSE_EXPIRED).list(row -> row.text("name"));
    }

    /** Open nodes first, then the latest closed ones. */
    public List<Node> list(Session session, int limit) {
        return session.query(LIST).bind("limit", limit).list(NodeStore::node);
    }

    /** Forgets nodes that were closed long ago. */
    public int deleteOlderThan(Session session, Duration age) {
        return session.query(DELETE_OLD).bind("age", age).execute();
    }

    private static Node node(Row row) {
        return new Node(
                row.number("id"),
                row.text("name"),
                row.text("version"),
                row.number("process_id"),
                row.instant("started_at"),
                row.instant("renewed_at"),
                row.instant("leased_until"),
                row.number("clock_skew_ms"),
                row.nullableInstant("closed_at"),
                row.nullableText("closed_because"));
    }
}
