// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Query;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read of runs and attempts. */
public final class RunQueries {

    // The node's name comes with the run: people know nodes by name.
    static final String COLUMNS = """
        r.id, r.job, r.state, r.trigger, r.actor, r.parameters, r.scheduled_for, r.logical_time, r.logical_end, r.queued_at,
        r.available_at, r.started_at, r.ended_at, r.attempt, r.attempt_id, freshet.node_name(r.node_id) AS node,
        r.held_because, r.cancel_requested_at, r.cancel_requested_by, r.progress_done, r.progress_total,
        r.progress_note, r.rows_affected, r.error, r.metrics, r.deployment_id, r.upstream_run_id, r.retries_run_id,
        r.resumes_run_id, r.item_run_id, r.backfill_id, r.stop_requested_at, r.stop_requested_by,
        nullif(r.checks, '[]') AS checks, r.cost, r.slow_since, r.awaits_approval, r.approved_by, r.trace_parent, r.reason
        """;

    private static final String FIND = "SELECT " + COLUMNS + " FROM freshet.run r WHERE r.id = :id";

    private static final String FILTER = """
        (:state::text IS NULL OR r.state = :state)
          AND (:history::text IS NULL OR r.history = :history) AND (:trigger::text IS NULL OR r.trigger = :trigger)
          AND (:since::timestamptz IS NULL OR r.queued_at >= :since AND (r.ended_at >= :since OR r.ended_at IS NULL))
          AND (:before::bigint IS NULL OR r.id < :before::bigint)
        """;

    private static final String LIST =
            "SELECT " + COLUMNS + " FROM freshet.run r WHERE " + FILTER + " ORDER BY r.id DESC LIMIT :limit";

    // A job's newest runs are asked for as a range of one job: with an equation PostgreSQL drops the job from the order
    // and
    // likes to walk all runs by id until enough are the job's. As a range, only the index by job and id has the order.
    private static final String LIST_OF_JOB =
            "SELECT " + COLUMNS + " FROM freshet.run r WHERE r.job BETWEEN :job AND :job AND " + FILTER
                    + " ORDER BY r.job, r.id DESC LIMIT :limit";

    // However long the queue: the oldest run at work, the oldest that waits for a tick's work, and the oldest not held.
    private static final String LIST_IN_THE_WAY = "SELECT " + COLUMNS + """
         FROM freshet.run_active r WHERE r.id IN (
          (SELECT w.id FROM freshet.run_active w
           WHERE w.job = :job AND w.state IN ('running', 'stopping') AND w.trigger <> 'backfill' ORDER BY w.id LIMIT 1)
          UNION ALL
          (SELECT q.id FROM freshet.run_active q
           WHERE q.job BETWEEN :job AND :job AND q.state = 'queued' AND q.parameters = '{}' AND q.trigger NOT IN ('retry', 'backfill')
           ORDER BY q.job DESC, q.id LIMIT 1)
          UNION ALL
          (SELECT f.id FROM freshet.run_active f
           WHERE f.job BETWEEN :job AND :job AND f.held_because IS NULL AND f.trigger <> 'backfill' ORDER BY f.job DESC, f.id LIMIT 1))
        ORDER BY r.id
        """;

    private static final String LIST_ALL_ACTIVE = "SELECT " + COLUMNS + """
         FROM freshet.run_active r ORDER BY r.state = 'queued', r.started_at, r.id LIMIT :limit
        """;

    // By the partitions of the time asked for, newest first, so that history costs nothing and a busy job little.
    private static final String LIST_SPANS = """
        SELECT n.name AS job, s.id, s.state, s.started_at, s.ended_at, s.queued_at
        FROM unnest(:jobs::text[]) AS n (name)
        CROSS JOIN LATERAL (
          SELECT u.id, u.state, u.started_at, u.ended_at, u.queued_at FROM (
            (SELECT id, state, started_at, ended_at, queued_at FROM freshet.run_active WHERE job = n.name)
            UNION ALL
            (SELECT id, state, started_at, ended_at, queued_at FROM freshet.run_succeeded
             WHERE job BETWEEN n.name AND n.name AND ended_at >= :since ORDER BY job, id DESC LIMIT :limit)
            UNION ALL
            (SELECT id, state, started_at, ended_at, queued_at FROM freshet.run_failed
             WHERE job BETWEEN n.name AND n.name AND ended_at >= :since ORDER BY job, id DESC LIMIT :limit)
          ) u ORDER BY u.id DESC LIMIT :limit) s
        """;

    // The partitions say before any row is read what is too old. Days come as the instants they begin at, since
    // PostgreSQL
    // and Java need not know the same zones.
    private static final String LIST_DAYS = """
        SELECT width_bucket(u.ended_at, (SELECT :days::timestamptz[])) - 1 AS day, count(*) AS runs, count(*) FILTER (WHERE u.bad) AS failed
        FROM (
          SELECT ended_at, false AS bad FROM freshet.run_succeeded WHERE job = :job AND ended_at >= :since
          UNION ALL
          SELECT ended_at, state IN ('failed', 'lost') FROM freshet.run_failed WHERE job = :job AND ended_at >= :since) u
        GROUP BY day ORDER BY day
        """;

    private static final String FIND_RETRY = """
        SELECT id FROM freshet.run WHERE retries_run_id = :run AND id > :run AND job = :job ORDER BY id DESC LIMIT 1
        """;

    private static final String LIST_LATEST = "SELECT " + COLUMNS + """
         FROM unnest(:jobs::text[]) AS n (name)
        CROSS JOIN LATERAL (SELECT * FROM freshet.run WHERE job BETWEEN n.name AND n.name ORDER BY job, id DESC LIMIT 1) r
        """;

    private static final String FIND_BY_IDEMPOTENCY_KEY = """
        SELECT id FROM freshet.run WHERE job = :job AND idempotency_key = :key ORDER BY id LIMIT 1
        """;

    private static final String LIST_CANCEL_REQUESTS = """
        SELECT attempt_id FROM freshet.run_active
        WHERE node_id = :node AND state IN ('running', 'stopping') AND cancel_requested_at IS NOT NULL
        """;

    private static final String LIST_ATTEMPTS = """
        SELECT a.id, a.run_id, a.number, a.state, freshet.node_name(a.node_id) AS node, a.started_at, a.ended_at, a.error
        FROM freshet.attempt a WHERE a.run_id = :run ORDER BY a.number
        """;

    private static final String COUNT_ACTIVE = """
        SELECT state, count(*) AS runs FROM freshet.run_active GROUP BY state
        """;

    // Runs that wait for their job's pause to end, or for a run of their own job, are not kept waiting by anybody.
    private static final String LONGEST_WAITING = """
        SELECT r.available_at FROM freshet.run_active r JOIN freshet.job j ON j.name = r.job
        WHERE r.state = 'queued' AND r.held_because IS NULL AND r.available_at <= clock_timestamp()
          AND (j.paused_at IS NULL OR j.paused_until <= clock_timestamp() OR r.trigger IN ('manual', 'api', 'retry', 'backfill'))
          AND (NOT r.exclusive OR NOT EXISTS (
                SELECT FROM freshet.run_active o
                WHERE o.job = r.job AND o.exclusive AND o.state IN ('running', 'stopping')))
        ORDER BY r.available_at LIMIT 1
        """;

    public Optional<Run> find(Session session, long id) {
        return session.query(FIND).bind("id", id).first(RunQueries::run);
    }

    public List<Run> list(Session session, RunFilter filter) {
        RunState state = filter.state();
        Trigger trigger = filter.trigger();
        Query query = filter.job() == null
                ? session.query(LIST)
                : session.query(LIST_OF_JOB).bind("job", filter.job());
        return query.bind("state", state == null ? null : state.id())
                .bind("history", state == null ? null : state.history())
                .bind("trigger", trigger == null ? null : trigger.id())
                .bind("since", filter.since())
                .bind("before", filter.before())
                .bind("limit", filter.limit())
                .list(RunQueries::run);
    }

    /**
     * Of the runs of a job that have not ended, slices of backfills aside: the oldest at work, the oldest queued one that
     * could answer for a tick, and the oldest that is not held; oldest first.
     */
    public List<Run> listInTheWay(Session session, String job) {
        return session.query(LIST_IN_THE_WAY).bind("job", job).list(RunQueries::run);
    }

    /** Runs that have not ended, those that work first. */
    public List<Run> listActive(Session session, int limit) {
        return session.query(LIST_ALL_ACTIVE).bind("limit", limit).list(RunQueries::run);
    }

    /**
     * When the runs of these jobs began and ended, newest first for each job.
     *
     * @param since runs that ended before are left out
     * @param limit at most so many of each job
     */
    public List<RunSpan> listSpans(Session session, List<String> jobs, Instant since, int limit) {
        return session.query(LIST_SPANS)
                .bind("jobs", jobs)
                .bind("since", since)
                .bind("limit", limit)
                .list(row -> new RunSpan(
                        row.number("id"),
                        row.text("job"),
                        RunState.of(row.text("state")),
                        row.instant("queued_at"),
                        row.nullableInstant("started_at"),
                        row.nullableInstant("ended_at")));
    }

    /** How many runs of a job ended on each day of a zone from a first day on; days without are left out. */
    public List<RunDay> listDays(Session session, String job, ZoneId zone, LocalDate first, LocalDate last) {
        List<Instant> days = first.datesUntil(last.plusDays(1))
                .map(day -> day.atStartOfDay(zone).toInstant())
                .toList();
        return session.query(LIST_DAYS)
                .bind("job", job)
                .bind("days", days)
                .bind("since", days.getFirst())
                .list(row -> new RunDay(first.plusDays(row.number("day")), row.number("runs"), row.number("failed")));
    }

    /** The newest run that somebody started to do a run's work again. */
    public Optional<Long> findRetry(Session session, Run run) {
        return session.query(FIND_RETRY)
                .bind("run", run.id())
                .bind("job", run.job())
                .first(row -> row.number("id"));
    }

    /** The newest run of each of these jobs; none for a job that never ran. */
    public List<Run> listLatest(Session session, List<String> jobs) {
        return session.query(LIST_LATEST).bind("jobs", jobs).list(RunQueries::run);
    }

    Optional<Long> findByIdempotencyKey(Session session, String job, String key) {
        return session.query(FIND_BY_IDEMPOTENCY_KEY)
                .bind("job", job)
                .bind("key", key)
                .first(row -> row.number("id"));
    }

    /** Attempts of a node that somebody asked to cancel. */
    List<Long> listCancelRequests(Session session, long nodeId) {
        return session.query(LIST_CANCEL_REQUESTS).bind("node", nodeId).list(row -> row.number("attempt_id"));
    }

    public List<Attempt> listAttempts(Session session, long runId) {
        return session.query(LIST_ATTEMPTS).bind("run", runId).list(RunQueries::attempt);
    }

    /** Since when the run that waits longest could be claimed, and is not; empty when none waits. */
    public Optional<Instant> findLongestWaiting(Session session) {
        return session.query(LONGEST_WAITING).first(row -> row.instant("available_at"));
    }

    /** How many runs are in each state that is not an end. */
    public List<StateCount> countActive(Session session) {
        return session.query(COUNT_ACTIVE)
                .list(row -> new StateCount(RunState.of(row.text("state")), row.number("runs")));
    }

    static Run run(Row row) {
        return new Run(
                row.number("id"),
                row.text("job"),
                RunState.of(row.text("state")),
                Trigger.of(row.text("trigger")),
                row.text("actor"),
                RunParameters.readOrTell(row.text("parameters")),
                row.nullableInstant("scheduled_for"),
                row.instant("logical_time"),
                row.nullableInstant("logical_end"),
                row.instant("queued_at"),
                row.instant("available_at"),
                row.nullableInstant("started_at"),
                row.nullableInstant("ended_at"),
                row.integer("attempt"),
                row.nullableNumber("attempt_id"),
                row.nullableText("node"),
                row.nullableText("held_because"),
                row.nullableInstant("cancel_requested_at"),
                row.nullableText("cancel_requested_by"),
                row.nullableNumber("progress_done"),
                row.nullableNumber("progress_total"),
                row.nullableText("progress_note"),
                row.nullableNumber("rows_affected"),
                RunJson.error(row.nullableText("error")),
                RunJson.map(row.text("metrics")),
                row.nullableNumber("deployment_id"),
                row.nullableNumber("upstream_run_id"),
                row.nullableNumber("retries_run_id"),
                row.nullableNumber("resumes_run_id"),
                row.nullableNumber("item_run_id"),
                row.nullableNumber("backfill_id"),
                row.nullableInstant("stop_requested_at"),
                row.nullableText("stop_requested_by"),
                row.nullableText("checks"),
                row.nullableText("cost"),
                row.nullableInstant("slow_since"),
                row.bool("awaits_approval"),
                row.nullableText("approved_by"),
                row.nullableText("trace_parent"),
                row.nullableText("reason"));
    }

    private static Attempt attempt(Row row) {
        @Nullable RunError error = RunJson.error(row.nullableText("error"));
        return new Attempt(
                row.number("id"),
                row.number("run_id"),
                row.integer("number"),
                row.text("state"),
                row.nullableText("node"),
                row.instant("started_at"),
                row.nullableInstant("ended_at"),
                error);
    }

    /** How many active runs are in one state. */
    public record StateCount(RunState state, long runs) {}
}
