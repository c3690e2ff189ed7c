// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.tick_order}. */
public final class TickOrderStore {

    private static final String COLUMNS = """
        job, scheduled_for, moved_to, state, ordered_by, reason, ordered_at, settled_at, settled_because
        """;

    private static final String PUT = """
        INSERT INTO freshet.tick_order (job, scheduled_for, act, moved_to, ordered_by, reason)
        VALUES (:job, :scheduledFor, :act, :movedTo, :by, :reason)
        ON CONFLICT (job, scheduled_for) DO UPDATE SET
          act = excluded.act, moved_to = excluded.moved_to, ordered_by = excluded.ordered_by, reason = excluded.reason,
          ordered_at = clock_timestamp(), state = 'pending', settled_at = NULL, settled_because = NULL
        """;

    private static final String REMOVE = """
        DELETE FROM freshet.tick_order WHERE job = :job AND scheduled_for = :scheduledFor AND state = 'pending'
        """;

    private static final String SETTLE = """
        UPDATE freshet.tick_order SET state = :state, settled_at = clock_timestamp(), settled_because = :because
        WHERE job = :job AND scheduled_for = :scheduledFor AND state = 'pending'
        """;

    private static final String FIND =
            "SELECT " + COLUMNS + " FROM freshet.tick_order WHERE job = :job AND scheduled_for = :scheduledFor";

    private static final String LIST_DUE = "SELECT " + COLUMNS + """
         FROM freshet.tick_order
        WHERE job = :job AND (scheduled_for > :from AND scheduled_for <= :until OR state = 'pending' AND moved_to <= :now)
        ORDER BY coalesce(moved_to, scheduled_for), scheduled_for
        """;

    private static final String NEXT_MOVE = """
        SELECT moved_to FROM freshet.tick_order
        WHERE job = :job AND state = 'pending' AND moved_to > :now ORDER BY moved_to LIMIT 1
        """;

    private static final String LIST_PENDING =
            "SELECT " + COLUMNS + " FROM freshet.tick_order WHERE state = 'pending' ORDER BY job, scheduled_for";

    private static final String LIST_AHEAD = "SELECT " + COLUMNS + """
         FROM freshet.tick_order
        WHERE state = 'pending' OR (state = 'done' AND scheduled_for > clock_timestamp())
        ORDER BY job, scheduled_for
        """;

    private static final String LIST = "SELECT " + COLUMNS + """
         FROM freshet.tick_order
        WHERE job = :job AND (state = 'pending' OR settled_at >= :since)
        ORDER BY scheduled_for DESC LIMIT :limit
        """;

    /** Orders something for a tick, in place of what was ordered before. */
    void put(
            Session session,
            String job,
            Instant scheduledFor,
            @Nullable Instant movedTo,
            String by,
            @Nullable String reason) {
        session.query(PUT)
                .bind("job", job)
                .bind("scheduledFor", scheduledFor)
                .bind("act", movedTo == null ? "skip" : "move")
                .bind("movedTo", movedTo)
                .bind("by", by)
                .bind("reason", reason)
                .execute();
    }

    boolean remove(Session session, String job, Instant scheduledFor) {
        return session.query(REMOVE)
                        .bind("job", job)
                        .bind("scheduledFor", scheduledFor)
                        .execute()
                == 1;
    }

    void settle(Session session, TickOrder order, TickOrder.State state, @Nullable String because) {
        session.query(SETTLE)
                .bind("job", order.job())
                .bind("scheduledFor", order.scheduledFor())
                .bind("state", state.id())
                .bind("because", because)
                .execute();
    }

    public Optional<TickOrder> find(Session session, String job, Instant scheduledFor) {
        return session.query(FIND)
                .bind("job", job)
                .bind("scheduledFor", scheduledFor)
                .first(TickOrderStore::order);
    }

    /** Orders for ticks in {@code (from, until]}, and pending ones whose moment has come by {@code now}. */
    List<TickOrder> listDue(Session session, String job, Instant from, Instant until, Instant now) {
        return session.query(LIST_DUE)
                .bind("job", job)
                .bind("from", from)
                .bind("until", until)
                .bind("now", now)
                .list(TickOrderStore::order);
    }

    /** The next moment to which a tick was moved. */
    Optional<Instant> findNextMove(Session session, String job, Instant now) {
        return session.query(NEXT_MOVE).bind("job", job).bind("now", now).first(row -> row.instant("moved_to"));
    }

    /** Orders of all jobs that wait for their tick. */
    List<TickOrder> listPending(Session session) {
        return session.query(LIST_PENDING).list(TickOrderStore::order);
    }

    /** Orders of all jobs that wait for their tick, and those of ticks that fired ahead of their time, which lies ahead. */
    public List<TickOrder> listAhead(Session session) {
        return session.query(LIST_AHEAD).list(TickOrderStore::order);
    }

    /** Orders of a job that are pending or were settled lately, the latest tick first. */
    public List<TickOrder> list(Session session, String job, Instant settledSince, int limit) {
        return session.query(LIST)
                .bind("job", job)
                .bind("since", settledSince)
                .bind("limit", limit)
                .list(TickOrderStore::order);
    }

    private static TickOrder order(Row row) {
        return new TickOrder(
                row.text("job"),
                row.instant("scheduled_for"),
                row.nullableInstant("moved_to"),
                TickOrder.State.of(row.text("state")),
                row.text("ordered_by"),
                row.nullableText("reason"),
                row.instant("ordered_at"),
                row.nullableInstant("settled_at"),
                row.nullableText("settled_because"));
    }
}
