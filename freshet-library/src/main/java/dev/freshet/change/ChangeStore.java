// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;

/** All SQL about {@code freshet.change} and {@code freshet.change_count}. */
public final class ChangeStore {

    // History is partitioned by time: a run's changes were recorded after it started.
    private static final String LIST = """
        SELECT c.number, freshet.attempt_number(c.run_id, c.attempt_id) AS attempt, c.relation, c.kind, c.key, c.before, c.after, c.columns,
          c.applied, c.recorded_at
        FROM freshet.change c
        WHERE c.run_id = :run AND c.recorded_at >= :since AND (:table::text IS NULL OR c.relation = :table)
          AND (:kind::text IS NULL OR c.kind = :kind) AND (:after::bigint IS NULL OR c.number > :after::bigint)
        ORDER BY c.number LIMIT :limit
        """;

    private static final String SUMMARIZE = """
        SELECT relation, applied,
          coalesce(sum(row_count) FILTER (WHERE kind = 'insert'), 0)::bigint AS inserted,
          coalesce(sum(row_count) FILTER (WHERE kind = 'update'), 0)::bigint AS updated,
          coalesce(sum(row_count) FILTER (WHERE kind = 'delete'), 0)::bigint AS deleted,
          coalesce(sum(row_count) FILTER (WHERE kind = 'truncate'), 0)::bigint AS truncated,
          coalesce(sum(kept), 0)::bigint AS kept,
          max(row_count) FILTER (WHERE kind = 'share') AS touched, max(rows_before) AS rows_before, bool_or(estimated) AS estimated
        FROM freshet.change_count WHERE run_id = :run AND recorded_at >= :since
        GROUP BY relation, applied HAVING sum(row_count) FILTER (WHERE kind <> 'share') > 0 ORDER BY relation, applied DESC
        """;

    // Rows without a key cannot be told apart: each counts.
    private static final String TOUCHED = """
        SELECT coalesce((SELECT count(DISTINCT k) FROM freshet.change_count c CROSS JOIN LATERAL unnest(c.keys) k
                         WHERE c.run_id = :run AND c.attempt_id = :attempt AND c.relation = :table AND c.recorded_at >= :since), 0)
             + coalesce((SELECT sum(row_count) FROM freshet.change_count c
                         WHERE c.run_id = :run AND c.attempt_id = :attempt AND c.relation = :table AND c.recorded_at >= :since
                           AND c.keys IS NULL AND c.kind <> 'share'), 0)::bigint AS touched,
          coalesce((SELECT sum(CASE kind WHEN 'insert' THEN row_count WHEN 'update' THEN 0 WHEN 'share' THEN 0 ELSE -row_count END)
                    FROM freshet.change_count c
                    WHERE c.run_id = :run AND c.attempt_id = :attempt AND c.relation = :table AND c.recorded_at >= :since), 0)::bigint AS added
        """;

    private static final String ROWS_BEFORE =
            "SELECT b.row_count, b.estimated FROM freshet.changed_rows_before(:table, :added) b";

    private static final String RECORD_SHARE = """
        INSERT INTO freshet.change_count (run_id, attempt_id, relation, kind, row_count, rows_before, estimated, applied)
        VALUES (:run, :attempt, :table, 'share', :touched, :before, :estimated, :applied)
        """;

    // Items that work side by side may keep a few more than the cap, before any of them sees the others.
    private static final String TRIM = """
        DELETE FROM freshet.change c USING (
          SELECT number FROM freshet.change WHERE run_id = :run AND relation = :table AND recorded_at >= :since
          ORDER BY number OFFSET :keep) x
        WHERE c.run_id = :run AND c.number = x.number AND c.recorded_at >= :since
        """;

    private static final String COUNT_TRIMMED = """
        INSERT INTO freshet.change_count (run_id, attempt_id, relation, kind, row_count, kept)
        VALUES (:run, :attempt, :table, 'update', 0, :kept)
        """;

    private static final String PENDING = """
        SELECT relation, kind, key, before, after, columns FROM freshet.change
        WHERE run_id = :run AND attempt_id = :attempt AND recorded_at >= :since ORDER BY number
        """;

    private static final String PENDING_COUNTS = """
        SELECT relation, kind, sum(row_count)::bigint AS row_count, sum(kept)::int AS kept, sum(bytes)::bigint AS bytes,
          max(rows_before) AS rows_before, bool_or(estimated) AS estimated
        FROM freshet.change_count WHERE run_id = :run AND attempt_id = :attempt AND recorded_at >= :since
        GROUP BY relation, kind ORDER BY relation, kind
        """;

    private static final String KEEP = """
        INSERT INTO freshet.change (run_id, attempt_id, relation, kind, key, before, after, columns, applied)
        VALUES (:run, :attempt, :table, :kind, :key::jsonb, :before::jsonb, :after::jsonb, :columns::text[], false)
        """;

    private static final String KEEP_COUNT = """
        INSERT INTO freshet.change_count
          (run_id, attempt_id, relation, kind, row_count, kept, bytes, rows_before, estimated, applied)
        VALUES (:run, :attempt, :table, :kind, :rows, :kept, :bytes, :before, :estimated, false)
        """;

    /**
     * Changes of a run in the order they were made.
     *
     * @param since when the run started: what was recorded before is not its
     */
    public List<Change> list(Session session, long runId, Instant since, ChangeFilter filter) {
        return session.query(LIST)
                .bind("run", runId)
                .bind("since", since)
                .bind("table", filter.table())
                .bind("kind", filter.kind())
                .bind("after", filter.after())
                .bind("limit", filter.limit())
                .list(ChangeStore::change);
    }

    /** What a run changed, by table. */
    public List<ChangeSummary> summarize(Session session, long runId, Instant since) {
        return session.query(SUMMARIZE)
                .bind("run", runId)
                .bind("since", since)
                .list(row -> new ChangeSummary(
                        row.text("relation"),
                        row.number("inserted"),
                        row.number("updated"),
                        row.number("deleted"),
                        row.number("truncated"),
                        row.number("kept"),
                        row.nullableNumber("touched"),
                        row.nullableNumber("rows_before"),
                        row.bool("estimated"),
                        row.bool("applied")));
    }

    /** How many distinct rows an attempt touched, and how many it added. */
    Touched touched(Session session, AttemptKey attempt, String table) {
        return session.query(TOUCHED)
                .bind("run", attempt.runId())
                .bind("attempt", attempt.attemptId())
                .bind("since", attempt.since())
                .bind("table", table)
                .one(row -> new Touched(row.number("touched"), row.number("added")));
    }

    /** How many rows the table had before. */
    RowsBefore rowsBefore(Session session, String table, long added) {
        return session.query(ROWS_BEFORE)
                .bind("table", table)
                .bind("added", added)
                .one(row -> new RowsBefore(row.number("row_count"), row.bool("estimated")));
    }

    void recordShare(Session session, AttemptKey attempt, String table, Touched touched, RowsBefore before) {
        session.query(RECORD_SHARE)
                .bind("run", attempt.runId())
                .bind("attempt", attempt.attemptId())
                .bind("table", table)
                .bind("touched", touched.rows())
                .bind("before", before.rows())
                .bind("estimated", before.estimated())
                .bind("applied", true)
                .execute();
    }

    /** Keeps no more rows than the job says. */
    void trim(Session session, AttemptKey attempt, String table, int keep) {
        int trimmed = session.query(TRIM)
                .bind("run", attempt.runId())
                .bind("since", attempt.since())
                .bind("table", table)
                .bind("keep", keep)
                .execute();
        if (trimmed > 0) {
            session.query(COUNT_TRIMMED)
                    .bind("run", attempt.runId())
                    .bind("attempt", attempt.attemptId())
                    .bind("table", table)
                    .bind("kept", -trimmed)
                    .execute();
        }
    }

    /** Everything an attempt has recorded in the session's transaction, to be kept beyond its rollback. */
    WouldBeChanges pending(Session session, AttemptKey attempt) {
        List<WouldBeChanges.Row> rows = session.query(PENDING)
                .bind("run", attempt.runId())
                .bind("attempt", attempt.attemptId())
                .bind("since", attempt.since())
                .list(row -> new WouldBeChanges.Row(
                        row.text("relation"),
                        row.text("kind"),
                        row.nullableText("key"),
                        row.nullableText("before"),
                        row.nullableText("after"),
                        row.texts("columns")));
        List<WouldBeChanges.Count> counts = session.query(PENDING_COUNTS)
                .bind("run", attempt.runId())
                .bind("attempt", attempt.attemptId())
                .bind("since", attempt.since())
                .list(row -> new WouldBeChanges.Count(
                        row.text("relation"),
                        row.text("kind"),
                        row.number("row_count"),
                        row.integer("kept"),
                        row.number("bytes"),
                        row.nullableNumber("rows_before"),
                        row.bool("estimated")));
        return new WouldBeChanges(rows, counts);
    }

    void keep(Session session, AttemptKey attempt, WouldBeChanges changes) {
        changes.rows()
                .forEach(row -> session.query(KEEP)
                        .bind("run", attempt.runId())
                        .bind("attempt", attempt.attemptId())
                        .bind("table", row.table())
                        .bind("kind", row.kind())
                        .bind("key", row.key())
                        .bind("before", row.before())
                        .bind("after", row.after())
                        .bind("columns", row.columns())
                        .execute());
        changes.counts()
                .forEach(count -> session.query(KEEP_COUNT)
                        .bind("run", attempt.runId())
                        .bind("attempt", attempt.attemptId())
                        .bind("table", count.table())
                        .bind("kind", count.kind())
                        .bind("rows", count.rows())
                        .bind("kept", count.kept())
                        .bind("bytes", count.bytes())
                        .bind("before", count.rowsBefore())
                        .bind("estimated", count.estimated())
                        .execute());
    }

    private static Change change(Row row) {
        Integer attempt = row.nullableInteger("attempt");
        return new Change(
                row.number("number"),
                attempt == null ? 0 : attempt,
                row.text("relation"),
                row.text("kind"),
                row.nullableText("key"),
                row.nullableText("before"),
                row.nullableText("after"),
                row.texts("columns"),
                row.bool("applied"),
                row.instant("recorded_at"));
    }

    /** Distinct rows touched, and rows inserted less those removed. */
    record Touched(long rows, long added) {}

    /** Rows of a table before a run. */
    record RowsBefore(long rows, boolean estimated) {}

    /** An attempt, and since when its changes can have been recorded. */
    record AttemptKey(long runId, long attemptId, Instant since) {}
}
