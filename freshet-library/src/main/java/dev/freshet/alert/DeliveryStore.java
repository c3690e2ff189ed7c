// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.alert_delivery}. */
public final class DeliveryStore {

    private static final String COLUMNS = """
        d.id, d.alert_id, d.event, d.channel, d.means, d.recipient, d.queued_at, d.attempts, d.next_at, d.delivered_at, d.error
        """;

    private static final String QUEUE = """
        INSERT INTO freshet.alert_delivery AS d (alert_id, event, channel, means, recipient)
        VALUES (:alert, :event, :channel, :means, :recipient)
        """;

    private static final String BEGIN = """
        INSERT INTO freshet.alert_delivery AS d (event, channel, means, recipient, attempts, next_at)
        VALUES ('test', :channel, :means, :recipient, 1, clock_timestamp() + :lease::interval)
        RETURNING\
        """ + " " + COLUMNS;

    // Who was told that it began is told that it ended, unless that was given up.
    private static final String QUEUE_RESOLVED = """
        INSERT INTO freshet.alert_delivery (alert_id, event, channel, means, recipient)
        SELECT o.alert_id, 'resolved', o.channel, o.means, o.recipient
        FROM freshet.alert_delivery o
        WHERE o.alert_id = ANY (:alerts::bigint[]) AND o.event IN ('opened', 'reminder')
          AND (o.delivered_at IS NOT NULL OR o.next_at IS NOT NULL)
        GROUP BY o.alert_id, o.channel, o.means, o.recipient
        """;

    // A message waits for the ones before it about the same alert: nobody hears of an end before the beginning.
    private static final String CLAIM = """
        UPDATE freshet.alert_delivery d SET attempts = d.attempts + 1, next_at = clock_timestamp() + :lease::interval
        FROM (SELECT c.id FROM freshet.alert_delivery c
              WHERE c.next_at <= clock_timestamp()
                AND NOT EXISTS (SELECT FROM freshet.alert_delivery e
                                WHERE e.alert_id = c.alert_id AND e.id < c.id AND e.next_at IS NOT NULL AND e.channel = c.channel
                                  AND e.means = c.means AND e.recipient IS NOT DISTINCT FROM c.recipient)
              ORDER BY c.next_at LIMIT :limit FOR UPDATE SKIP LOCKED) due
        WHERE d.id = due.id
        RETURNING\
        """ + " " + COLUMNS;

    private static final String DELIVERED = """
        UPDATE freshet.alert_delivery SET delivered_at = clock_timestamp(), next_at = NULL, error = NULL
        WHERE id = :id AND delivered_at IS NULL
        """;

    private static final String FAILED = """
        UPDATE freshet.alert_delivery
        SET error = :error,
            next_at = CASE WHEN :wait::text IS NOT NULL AND queued_at > clock_timestamp() - :patience::interval
                           THEN clock_timestamp() + :wait::interval END
        WHERE id = :id AND delivered_at IS NULL
        """;

    private static final String NEXT = """
        SELECT next_at FROM freshet.alert_delivery WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1
        """;

    private static final String LIST_OF_ALERTS = "SELECT " + COLUMNS + """
         FROM freshet.alert_delivery d WHERE d.alert_id = ANY (:alerts::bigint[]) ORDER BY d.id
        """;

    private static final String LIST_LATEST = "SELECT " + COLUMNS + """
         FROM unnest(:channels::text[]) n (name)
        CROSS JOIN LATERAL (SELECT * FROM freshet.alert_delivery WHERE channel = n.name ORDER BY id DESC LIMIT :limit) d
        """;

    private static final String COUNT = """
        SELECT count(*) FILTER (WHERE next_at IS NOT NULL AND attempts > 0) AS pending,
               count(*) FILTER (WHERE next_at IS NULL) AS failed
        FROM freshet.alert_delivery
        WHERE delivered_at IS NULL AND (next_at IS NOT NULL OR queued_at > clock_timestamp() - interval '2 days')
        """;

    private static final String DELETE_OLD_TESTS = """
        DELETE FROM freshet.alert_delivery WHERE alert_id IS NULL AND queued_at < clock_timestamp() - :age::interval
        """;

    void queue(Session session, long alert, DeliveryEvent event, DeliveryAddress address) {
        session.query(QUEUE)
                .bind("alert", alert)
                .bind("event", event.id())
                .bind("channel", address.channel())
                .bind("means", address.means().id())
                .bind("recipient", address.recipient())
                .execute();
    }

    void queueResolved(Session session, Collection<Long> alerts) {
        session.query(QUEUE_RESOLVED).bind("alerts", alerts).execute();
    }

    /** A test, claimed by whoever asks for it. */
    Delivery begin(Session session, DeliveryAddress address, Duration lease) {
        return session.query(BEGIN)
                .bind("channel", address.channel())
                .bind("means", address.means().id())
                .bind("recipient", address.recipient())
                .bind("lease", lease)
                .one(DeliveryStore::delivery);
    }

    /** Takes messages that are due; other nodes leave them alone until the lease is over. */
    List<Delivery> claim(Session session, Duration lease, int limit) {
        return session.query(CLAIM).bind("lease", lease).bind("limit", limit).list(DeliveryStore::delivery);
    }

    void delivered(Session session, long id) {
        session.query(DELIVERED).bind("id", id).execute();
    }

    /**
     * Notes a failure.
     *
     * @param wait until the next try, or null for none
     * @param patience a message older than this is given up
     */
    void failed(Session session, long id, String error, @Nullable Duration wait, Duration patience) {
        session.query(FAILED)
                .bind("id", id)
                .bind("error", error)
                .bind("wait", wait)
                .bind("patience", patience)
                .execute();
    }

    /** When the next message is due. */
    Optional<Instant> findNext(Session session) {
        return session.query(NEXT).first(row -> row.instant("next_at"));
    }

    /** What was and is told of some alerts, in order. */
    public List<Delivery> list(Session session, Collection<Long> alerts) {
        return session.query(LIST_OF_ALERTS).bind("alerts", alerts).list(DeliveryStore::delivery);
    }

    /** The latest messages of each of these channels, newest first. */
    public List<Delivery> listLatest(Session session, Collection<String> channels, int limit) {
        return session.query(LIST_LATEST)
                .bind("channels", channels)
                .bind("limit", limit)
                .list(DeliveryStore::delivery);
    }

    public Counts count(Session session) {
        return session.query(COUNT).one(row -> new Counts(row.number("pending"), row.number("failed")));
    }

    int deleteTestsOlderThan(Session session, Duration age) {
        return session.query(DELETE_OLD_TESTS).bind("age", age).execute();
    }

    private static Delivery delivery(Row row) {
        return new Delivery(
                row.number("id"),
                row.nullableNumber("alert_id"),
                DeliveryEvent.of(row.text("event")),
                new DeliveryAddress(
                        row.text("channel"),
                        DeliveryAddress.Means.of(row.text("means")),
                        row.nullableText("recipient")),
                row.instant("queued_at"),
                row.integer("attempts"),
                row.nullableInstant("next_at"),
                row.nullableInstant("delivered_at"),
                row.nullableText("error"));
    }

    /**
     * Messages in trouble.
     *
     * @param retrying tried in vain, and tried again
     * @param failed given up within the last two days
     */
    public record Counts(long retrying, long failed) {}
}
