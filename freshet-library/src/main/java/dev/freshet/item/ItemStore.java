// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.RunError;
import dev.freshet.postgres.Query;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of listing items and working on them. */
public final class ItemStore {

    private static final String START_LIST = """
        INSERT INTO freshet.item_list (run_id, job, listed_at) VALUES (:run, :job, clock_timestamp())
        RETURNING run_id, job, listed_at, read
        """;

    private static final String SET_READ = "UPDATE freshet.item_list SET read = :read WHERE run_id = :run";

    private static final String FIND_LIST =
            "SELECT run_id, job, listed_at, read FROM freshet.item_list WHERE run_id = :run";

    // The job's SELECT stands in the first line, so that positions in its errors are easily told.
    static final String SELECT_PREFIX = "WITH freshet_row AS MATERIALIZED (SELECT to_jsonb(r) AS r FROM (";

    // Nothing is inserted where a single key is missing or occurs twice.
    static final String SELECT_SUFFIX = """

        ) AS r),
        freshet_listed AS MATERIALIZED (
          SELECT row_number() OVER () AS number, r ->> 'key' AS key, r ? 'key' AS has_key,
                 CASE WHEN r ? 'payload' THEN r -> 'payload' ELSE r - 'key' END AS payload
          FROM freshet_row),
        freshet_fault AS (
          SELECT min(number) AS number, key, count(*) AS times, bool_and(has_key) AS has_key
          FROM freshet_listed GROUP BY key HAVING key IS NULL OR count(*) > 1 ORDER BY 1 LIMIT 1),
        freshet_inserted AS (
          INSERT INTO freshet.item (run_id, number, listed_at, key, payload)
          SELECT %d, number, '%s'::timestamptz, key, payload FROM freshet_listed
          WHERE NOT EXISTS (SELECT FROM freshet_fault) ORDER BY number
          RETURNING 1)
        SELECT (SELECT count(*) FROM freshet_inserted) AS read, f.number, f.key, f.times, f.has_key
        FROM (VALUES (1)) AS one LEFT JOIN freshet_fault f ON true
        """;

    private static final String PAGE_OF_WAITING = """
        SELECT run_id, number, key, payload, attempts FROM freshet.item
        WHERE run_id = :run AND listed_at = :listedAt AND state = 'waiting' AND number > :after
        ORDER BY number LIMIT :limit
        """;

    private static final String MARK_DONE = """
        UPDATE freshet.item
        SET state = 'done', attempts = attempts + 1, worked_run_id = :worker, ended_at = clock_timestamp(), error = NULL,
            history = CASE WHEN history = '[]' THEN history
                           ELSE history || jsonb_build_object('at', clock_timestamp(), 'what', 'done', 'run', :worker::bigint) END
        WHERE run_id = :run AND listed_at = :listedAt AND number = :number AND state = 'waiting'
        """;

    private static final String MARK_FAILED = """
        UPDATE freshet.item
        SET state = 'failed', attempts = attempts + 1, worked_run_id = :worker, ended_at = clock_timestamp(),
            error = :error::jsonb,
            history = history || jsonb_build_object('at', clock_timestamp(), 'what', 'failed', 'run', :worker::bigint,
                                                    'message', :message::text)
        WHERE run_id = :run AND listed_at = :listedAt AND number = :number AND state = 'waiting'
        """;

    // What was read and what became of it come from one snapshot, so that they can be compared.
    private static final String COUNT = """
        SELECT l.read,
               coalesce(sum(c.items) FILTER (WHERE c.state = 'done'), 0) AS done,
               coalesce(sum(c.items) FILTER (WHERE c.state = 'failed'), 0) AS failed,
               coalesce(sum(c.items) FILTER (WHERE c.state = 'dismissed'), 0) AS dismissed,
               coalesce(sum(c.items) FILTER (WHERE c.state = 'waiting'), 0) AS waiting
        FROM freshet.item_list l
        LEFT JOIN LATERAL (
          SELECT i.state, count(*) AS items FROM freshet.item i
          WHERE i.run_id = l.run_id AND i.listed_at = l.listed_at GROUP BY i.state) c ON true
        WHERE l.run_id = :run GROUP BY l.run_id, l.read
        """;

    private static final String RESET_ROLE = "RESET ROLE";

    ItemList startList(Session session, long runId, String job) {
        return session.query(START_LIST).bind("run", runId).bind("job", job).one(ItemStore::list);
    }

    /** Inserts what the job's SELECT yields, or answers what is wrong with its keys and inserts nothing. */
    Listed insert(Session session, ItemList list, String select, Map<String, @Nullable String> values) {
        Query query = session.query(SELECT_PREFIX + select + SELECT_SUFFIX.formatted(list.runId(), list.listedAt()));
        values.forEach(query::bind);
        return query.one(row -> new Listed(
                row.number("read"),
                row.nullableNumber("number"),
                row.nullableText("key"),
                row.nullableNumber("times"),
                row.bool("has_key")));
    }

    void setRead(Session session, long runId, long read) {
        session.query(SET_READ).bind("run", runId).bind("read", read).execute();
    }

    /** The list that a run made; empty where it made none or it was pruned. */
    public Optional<ItemList> findList(Session session, long runId) {
        return session.query(FIND_LIST).bind("run", runId).first(ItemStore::list);
    }

    /** The next waiting items of a list, in order. */
    List<Item> listWaiting(Session session, ItemList list, long after, int limit) {
        return session.query(PAGE_OF_WAITING)
                .bind("run", list.runId())
                .bind("listedAt", list.listedAt())
                .bind("after", after)
                .bind("limit", limit)
                .list(row -> new Item(
                        row.number("run_id"),
                        row.number("number"),
                        row.text("key"),
                        row.text("payload"),
                        row.integer("attempts")));
    }

    /** Marks an item as done in the transaction of its work; false when it does not wait (any more). */
    boolean markDone(Session session, ItemList list, Item item, long workerRunId) {
        // The work may have taken on another role, which has no right to Freshet's tables.
        session.execute(RESET_ROLE);
        return session.query(MARK_DONE)
                        .bind("run", list.runId())
                        .bind("listedAt", list.listedAt())
                        .bind("number", item.number())
                        .bind("worker", workerRunId)
                        .execute()
                == 1;
    }

    /** Marks an item as failed, in a transaction of its own; false when it does not wait (any more). */
    boolean markFailed(Session session, ItemList list, Item item, long workerRunId, RunError error) {
        session.execute(RESET_ROLE);
        return session.query(MARK_FAILED)
                        .bind("run", list.runId())
                        .bind("listedAt", list.listedAt())
                        .bind("number", item.number())
                        .bind("worker", workerRunId)
                        .bind("error", ItemJson.write(error))
                        .bind("message", error.message())
                        .execute()
                == 1;
    }

    /** How the items of a list stand, at one moment. */
    public ItemCounts count(Session session, long runId) {
        return session.query(COUNT)
                .bind("run", runId)
                .first(row -> new ItemCounts(
                        row.number("read"),
                        row.number("done"),
                        row.number("failed"),
                        row.number("dismissed"),
                        row.number("waiting")))
                .orElse(ItemCounts.NONE);
    }

    private static ItemList list(Row row) {
        Instant listedAt = row.instant("listed_at");
        return new ItemList(row.number("run_id"), row.text("job"), listedAt, row.number("read"));
    }

    /**
     * What came of listing.
     *
     * @param faultyRow the first row whose key is missing or occurs again; null when all is well
     * @param times how often that key occurs
     * @param hasKey whether there was a column {@code key} at all
     */
    record Listed(
            long read,
            @Nullable Long faultyRow,
            @Nullable String faultyKey,
            @Nullable Long times,
            boolean hasKey) {}
}
