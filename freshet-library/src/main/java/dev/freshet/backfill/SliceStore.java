// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.backfill_slice}. */
public final class SliceStore {

    private static final String INSERT = """
        INSERT INTO freshet.backfill_slice (backfill_id, number, starts_at, ends_at)
        SELECT :backfill, s.number, s.starts_at, s.ends_at
        FROM unnest(:starts::timestamptz[], :ends::timestamptz[]) WITH ORDINALITY AS s (starts_at, ends_at, number)
        """;

    private static final String SETTLE = """
        UPDATE freshet.backfill_slice s
        SET state = coalesce(o.state, 'lost'), started_at = o.started_at, ended_at = coalesce(o.ended_at, clock_timestamp())
        FROM freshet.backfill_slice a CROSS JOIN LATERAL freshet.run_outcome(a.run_id) o
        WHERE a.backfill_id = :backfill AND a.state = 'active' AND (o.state IS NULL OR o.ended_at IS NOT NULL)
          AND s.backfill_id = a.backfill_id AND s.number = a.number
        """;

    private static final String LIST_WAITING = """
        SELECT number, starts_at, ends_at, state, run_id, NULL AS run_state, runs, started_at, ended_at
        FROM freshet.backfill_slice WHERE backfill_id = :backfill AND state = 'waiting'
        ORDER BY CASE WHEN :newestFirst THEN -number ELSE number END LIMIT :limit
        """;

    private static final String GIVE_RUN = """
        UPDATE freshet.backfill_slice
        SET state = 'active', run_id = :run, runs = runs + 1, started_at = NULL, ended_at = NULL
        WHERE backfill_id = :backfill AND number = :number AND state = 'waiting'
        """;

    private static final String LIST_RUNS = """
        SELECT run_id FROM freshet.backfill_slice WHERE backfill_id = :backfill AND state = 'active' ORDER BY number
        """;

    private static final String CANCEL_WAITING = """
        UPDATE freshet.backfill_slice SET state = 'cancelled', ended_at = clock_timestamp()
        WHERE backfill_id = :backfill AND state = 'waiting'
        """;

    private static final String RETRY = """
        UPDATE freshet.backfill_slice SET state = 'waiting', started_at = NULL, ended_at = NULL
        WHERE backfill_id = :backfill AND state IN ('failed', 'lost', 'cancelled', 'stopped', 'skipped')
          AND (:numbers::int[] IS NULL OR number = ANY (:numbers::int[]))
        """;

    private static final String LIST = """
        SELECT s.number, s.starts_at, s.ends_at, s.state, s.run_id, o.state AS run_state, s.runs,
               coalesce(s.started_at, o.started_at) AS started_at, s.ended_at
        FROM freshet.backfill_slice s
        LEFT JOIN LATERAL (SELECT * FROM freshet.run_outcome(s.run_id)) o ON s.state = 'active'
        WHERE s.backfill_id = :backfill AND s.number > :after AND (:states::text[] IS NULL OR s.state = ANY (:states::text[]))
        ORDER BY s.number LIMIT :limit
        """;

    void insert(Session session, long backfill, List<Slice> slices) {
        session.query(INSERT)
                .bind("backfill", backfill)
                .bind("starts", slices.stream().map(Slice::start).toList())
                .bind("ends", slices.stream().map(Slice::end).toList())
                .execute();
    }

    /** Records how slices ended whose run has. */
    int settle(Session session, long backfill) {
        return session.query(SETTLE).bind("backfill", backfill).execute();
    }

    List<BackfillSlice> listWaiting(Session session, Backfill backfill, int limit) {
        return session.query(LIST_WAITING)
                .bind("backfill", backfill.id())
                .bind("newestFirst", backfill.newestFirst())
                .bind("limit", limit)
                .list(SliceStore::slice);
    }

    void giveRun(Session session, long backfill, int number, long run) {
        session.query(GIVE_RUN)
                .bind("backfill", backfill)
                .bind("number", number)
                .bind("run", run)
                .execute();
    }

    /** Runs of slices that have not been settled. */
    List<Long> listRuns(Session session, long backfill) {
        return session.query(LIST_RUNS).bind("backfill", backfill).list(row -> row.number("run_id"));
    }

    int cancelWaiting(Session session, long backfill) {
        return session.query(CANCEL_WAITING).bind("backfill", backfill).execute();
    }

    /**
     * Lets slices that did not succeed wait for another run.
     *
     * @param numbers only these; null for all
     */
    int retry(Session session, long backfill, @Nullable List<Integer> numbers) {
        return session.query(RETRY)
                .bind("backfill", backfill)
                .bind("numbers", numbers)
                .execute();
    }

    /**
     * Slices in order of time.
     *
     * @param states only in these; null for all
     * @param after only with a higher number
     */
    public List<BackfillSlice> list(
            Session session, long backfill, @Nullable Collection<SliceState> states, int after, int limit) {
        return session.query(LIST)
                .bind("backfill", backfill)
                .bind(
                        "states",
                        states == null
                                ? null
                                : states.stream().map(SliceState::id).toList())
                .bind("after", after)
                .bind("limit", limit)
                .list(SliceStore::slice);
    }

    private static BackfillSlice slice(Row row) {
        return new BackfillSlice(
                row.integer("number"),
                row.instant("starts_at"),
                row.instant("ends_at"),
                SliceState.of(row.text("state")),
                row.nullableNumber("run_id"),
                row.nullableText("run_state"),
                row.integer("runs"),
                row.nullableInstant("started_at"),
                row.nullableInstant("ended_at"));
    }
}
