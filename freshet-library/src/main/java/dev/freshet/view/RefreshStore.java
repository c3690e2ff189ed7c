// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.cluster.Wakeups;
import dev.freshet.job.RunError;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The audit of refreshes, {@code freshet.materialized_view_refreshes}: a row for every attempt. */
public final class RefreshStore {

    /** Answers NULL when the attempt is no longer in charge. */
    private static final String START = """
        SELECT s.id FROM freshet.start_refresh(:view, :group, :runId, :attemptId, :nodeId, NULL) s (id) WHERE s.id IS NOT NULL
        """;

    private static final String DESCRIBE = """
        UPDATE freshet.materialized_view_refreshes
        SET mode = :mode, mode_reason = :modeReason, warnings = :warnings
        WHERE id = :id AND status = 'running'
        """;

    private static final String SET_BACKEND = """
        UPDATE freshet.materialized_view_refreshes SET backend_pid = :pid WHERE id = :id AND status = 'running'
        """;

    private static final String COUNT_LOCK_WAIT = """
        UPDATE freshet.materialized_view_refreshes SET lock_waits = :lockWaits, waits_for = :waitsFor WHERE id = :id AND status = 'running'
        """;

    /** Only the attempt that opened the row closes it, and only once. */
    private static final String END = """
        UPDATE freshet.materialized_view_refreshes
        SET status = :status, completed_at = coalesce(cast(:completedAt AS timestamptz), clock_timestamp()), row_count = :rowCount, rows_changed = :rowsChanged, as_of = :asOf, error_message = :message,
          warnings = warnings || cast(:warnings AS text[]),
          error = CASE WHEN :failed THEN jsonb_strip_nulls(jsonb_build_object('sqlstate', cast(:sqlState AS text),
            'message', cast(:errorMessage AS text), 'detail', cast(:detail AS text), 'hint', cast(:hint AS text),
            'position', cast(:position AS int), 'advice', cast(:advice AS text))) END
        WHERE id = :id AND attempt_id = :attemptId AND status = 'running'
        """;

    private static final String HAS_NEWS = "SELECT freshet.has_news(:view) AS news";

    private static final String BEGIN_READING = "SELECT freshet.begin_reading(:id, :view) AS read_at";

    private static final String END_READING = "SELECT freshet.end_reading(:id, :succeeded)";

    private static final String BEGIN_READING_TOGETHER = """
        SELECT freshet.begin_reading_together(cast(:ids AS bigint[]), cast(:views AS text[])) AS read_at
        """;

    private static final String SNAPSHOT = "SELECT pg_current_snapshot()::text AS snapshot";

    private static final String REFRESHED_LATER =
            "SELECT v.name FROM freshet.refreshed_later(cast(:views AS text[]), :seen) v (name) WHERE v.name IS NOT"
                    + " NULL";

    private static final String MARK_LOST = """
        UPDATE freshet.materialized_view_refreshes
        SET status = 'lost', completed_at = clock_timestamp(), error_message = :reason
        WHERE run_id = :runId AND attempt_id = :attemptId AND status = 'running'
        """;

    private static final String CLOSE_ABANDONED = "SELECT freshet.close_abandoned_refreshes() AS closed";

    private static final String LIST_SUCCEEDED = """
        SELECT DISTINCT view_name FROM freshet.materialized_view_refreshes
        WHERE run_id = :runId AND attempt_id <> :attemptId AND status = 'success' AND started_at >= :since
        """;

    private static final String LIST_PAST = """
        SELECT mode, rows_changed, row_count, duration_ms FROM freshet.materialized_view_refreshes
        WHERE view_name = :view AND status = 'success' ORDER BY started_at DESC LIMIT 20
        """;

    private static final String COLUMNS = """
        id, view_name, status, started_at, completed_at, duration_ms, row_count, error_message, error IS NOT NULL AS has_error,
        error ->> 'sqlstate' AS sqlstate, error ->> 'message' AS message, error ->> 'detail' AS detail, error ->> 'hint' AS hint,
        (error ->> 'position')::int AS position, error ->> 'advice' AS advice,
        mode, mode_reason, as_of, group_name, run_id, attempt_id, node_id, backend_pid, lock_waits, warnings
        """;

    private static final String FIND_RUNNING = "SELECT " + COLUMNS + """
        FROM freshet.materialized_view_refreshes
        WHERE view_name = :view AND status = 'running' AND id <> :exceptId ORDER BY started_at LIMIT 1
        """;

    private static final String LIST = "SELECT " + COLUMNS + """
        FROM freshet.materialized_view_refreshes
        WHERE (cast(:view AS text) IS NULL OR view_name = :view) AND (cast(:status AS text) IS NULL OR status = :status)
          AND (cast(:runId AS bigint) IS NULL OR run_id = :runId) AND (cast(:before AS bigint) IS NULL OR id < :before)
        ORDER BY id DESC LIMIT :limit
        """;

    private static final String LIST_LATEST =
            "SELECT latest.* FROM unnest(cast(:views AS text[])) v (name), LATERAL (SELECT " + COLUMNS + """
                FROM freshet.materialized_view_refreshes r
                WHERE r.view_name = v.name AND (cast(:status AS text) IS NULL OR r.status = :status)
                ORDER BY r.started_at DESC LIMIT 1) latest
                """;

    /** Opens the row of a refresh and answers its id; empty when the attempt is no longer in charge. */
    Optional<Long> start(
            Session session, String view, @Nullable String group, long runId, long attemptId, long nodeId) {
        Optional<Long> id = session.query(START)
                .bind("view", view)
                .bind("group", group)
                .bind("runId", runId)
                .bind("attemptId", attemptId)
                .bind("nodeId", nodeId)
                .first(row -> row.number("id"));
        Wakeups.send(session, Wakeups.REFRESH);
        return id;
    }

    void setBackend(Session session, long id, int pid) {
        session.query(SET_BACKEND).bind("id", id).bind("pid", pid).execute();
    }

    void describe(Session session, long id, RefreshDecision.Go go) {
        session.query(DESCRIBE)
                .bind("id", id)
                .bind("mode", go.mode().id())
                .bind("modeReason", go.reason())
                .bind("warnings", go.warnings())
                .execute();
    }

    /** Whether a refresh now would show anything new; true also where that is not known. */
    boolean hasNews(Session session, String view) {
        return session.query(HAS_NEWS).bind("view", view).one(row -> row.bool("news"));
    }

    /** Records what the refresh is about to read, and answers the instant; before the statement that reads. */
    Instant beginReading(Session session, long id, String view) {
        return session.query(BEGIN_READING).bind("id", id).bind("view", view).one(row -> row.instant("read_at"));
    }

    /** As {@link #beginReading}, of views read with the snapshot of this repeatable-read transaction; in dependency order. */
    Instant beginReadingTogether(Session session, List<Long> ids, List<String> views) {
        return session.query(BEGIN_READING_TOGETHER)
                .bind("ids", ids)
                .bind("views", views)
                .one(row -> row.instant("read_at"));
    }

    /** Brings what a refresh read in force with the transaction that wrote it, or forgets it. */
    void endReading(Session session, long id, boolean succeeded) {
        session.query(END_READING).bind("id", id).bind("succeeded", succeeded).list(row -> true);
    }

    /** What the transaction sees. */
    String snapshot(Session session) {
        return session.query(SNAPSHOT).one(row -> row.text("snapshot"));
    }

    /** One of the views that shows what a later snapshot than that saw. */
    Optional<String> findRefreshedLater(Session session, List<String> views, String seen) {
        return session.query(REFRESHED_LATER)
                .bind("views", views)
                .bind("seen", seen)
                .first(row -> row.text("name"));
    }

    /** Counts a lock that was waited for in vain, and notes who was in the way; null where nobody was seen. */
    void countLockWait(Session session, long id, int lockWaits, @Nullable String waitsFor) {
        session.query(COUNT_LOCK_WAIT)
                .bind("id", id)
                .bind("lockWaits", lockWaits)
                .bind("waitsFor", waitsFor)
                .execute();
    }

    /** Closes the row; false when it was closed by others or belongs to another attempt. */
    boolean end(Session session, long id, long attemptId, RefreshEnd end) {
        RunError error = end.error();
        boolean ended = session.query(END)
                        .bind("id", id)
                        .bind("attemptId", attemptId)
                        .bind("status", end.status().id())
                        .bind("rowCount", end.rowCount())
                        .bind("rowsChanged", end.rowsChanged())
                        .bind("asOf", end.asOf())
                        .bind("completedAt", end.completedAt())
                        .bind("warnings", end.warnings())
                        .bind("message", end.message())
                        .bind("failed", error != null)
                        .bind("sqlState", error == null ? null : error.sqlState())
                        .bind("errorMessage", error == null ? null : error.message())
                        .bind("detail", error == null ? null : error.detail())
                        .bind("hint", error == null ? null : error.hint())
                        .bind("position", error == null ? null : error.position())
                        .bind("advice", error == null ? null : error.advice())
                        .execute()
                == 1;
        endReading(session, id, ended && end.status() == RefreshStatus.SUCCESS);
        Wakeups.send(session, Wakeups.REFRESH);
        return ended;
    }

    /** Closes what a lost attempt left running. */
    int markLost(Session session, long runId, long attemptId, String reason) {
        return session.query(MARK_LOST)
                .bind("runId", runId)
                .bind("attemptId", attemptId)
                .bind("reason", reason)
                .execute();
    }

    /** Closes rows left running by attempts that ended, and by calls of {@code freshet.refresh_group} whose session did. */
    public long closeAbandoned(Session session) {
        return session.query(CLOSE_ABANDONED).one(row -> row.number("closed"));
    }

    /** What the view's last refreshes were like, newest first. */
    List<PastRefresh> listPast(Session session, String view) {
        return session.query(LIST_PAST)
                .bind("view", view)
                .list(row -> new PastRefresh(
                        row.nullableText("mode"),
                        row.nullableNumber("rows_changed"),
                        row.nullableNumber("row_count"),
                        Duration.ofMillis(row.number("duration_ms"))));
    }

    /** The views that earlier attempts of a run refreshed. */
    Set<String> succeededBefore(Session session, long runId, long attemptId, Instant since) {
        return new HashSet<>(session.query(LIST_SUCCEEDED)
                .bind("runId", runId)
                .bind("attemptId", attemptId)
                .bind("since", since)
                .list(row -> row.text("view_name")));
    }

    Optional<Refresh> findRunning(Session session, String view, long exceptId) {
        return session.query(FIND_RUNNING)
                .bind("view", view)
                .bind("exceptId", exceptId)
                .first(RefreshStore::refresh);
    }

    /**
     * Refreshes, newest first.
     *
     * @param view only of this view, or null
     * @param status only in this state, or null
     * @param runId only of this run, or null
     * @param before only those with a smaller id, or null
     */
    public List<Refresh> list(
            Session session,
            @Nullable String view,
            @Nullable RefreshStatus status,
            @Nullable Long runId,
            @Nullable Long before,
            int limit) {
        return session.query(LIST)
                .bind("view", view)
                .bind("status", status == null ? null : status.id())
                .bind("runId", runId)
                .bind("before", before)
                .bind("limit", limit)
                .list(RefreshStore::refresh);
    }

    /** The last refresh of each of the views, or the last in a state; views without one are left out. */
    public List<Refresh> listLatest(Session session, Collection<String> views, @Nullable RefreshStatus status) {
        return session.query(LIST_LATEST)
                .bind("views", views)
                .bind("status", status == null ? null : status.id())
                .list(RefreshStore::refresh);
    }

    private static Refresh refresh(Row row) {
        return new Refresh(
                row.number("id"),
                row.text("view_name"),
                RefreshStatus.of(row.text("status")),
                row.instant("started_at"),
                row.nullableInstant("completed_at"),
                row.nullableNumber("duration_ms"),
                row.nullableNumber("row_count"),
                row.nullableText("error_message"),
                row.bool("has_error") ? error(row) : null,
                row.nullableText("mode"),
                row.nullableText("mode_reason"),
                row.nullableInstant("as_of"),
                row.nullableText("group_name"),
                row.nullableNumber("run_id"),
                row.nullableNumber("attempt_id"),
                row.nullableNumber("node_id"),
                row.nullableInteger("backend_pid"),
                row.integer("lock_waits"),
                row.texts("warnings"));
    }

    private static RunError error(Row row) {
        return new RunError(
                row.nullableText("sqlstate"),
                row.text("message"),
                row.nullableText("detail"),
                row.nullableText("hint"),
                row.nullableInteger("position"),
                row.nullableText("advice"));
    }
}
