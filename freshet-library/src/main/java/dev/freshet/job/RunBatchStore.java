// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All SQL that changes many runs and attempts in one statement, each as guarded as in {@link RunStore}. */
final class RunBatchStore {

    // Of runs that exclude each other only the first in line of each job is looked at, however many wait behind it; the
    // others are taken in the order of an index. The node's name is asked for once, not for each run.
    private static final String CLAIM = """
        WITH RECURSIVE job_in_line AS (
          (SELECT q.job FROM freshet.run_active q WHERE q.state = 'queued' AND q.held_because IS NULL AND q.exclusive
           ORDER BY q.job LIMIT 1)
          UNION ALL
          SELECT (SELECT q.job FROM freshet.run_active q WHERE q.state = 'queued' AND q.held_because IS NULL AND q.exclusive AND q.job > l.job
                  ORDER BY q.job LIMIT 1)
          FROM job_in_line l WHERE l.job IS NOT NULL),
        first_in_line AS (
          SELECT f.id FROM job_in_line l JOIN freshet.job j ON j.name = l.job
          CROSS JOIN LATERAL (
            SELECT q.id, q.priority, q.available_at FROM freshet.run_active q
            WHERE q.job = l.job AND q.state = 'queued' AND q.held_because IS NULL AND q.exclusive AND q.available_at <= clock_timestamp()
              AND (j.paused_at IS NULL OR j.paused_until <= clock_timestamp() OR q.trigger IN ('manual', 'api', 'retry', 'backfill'))
            ORDER BY q.priority DESC, q.id LIMIT 1) f
          WHERE NOT EXISTS (SELECT FROM freshet.run_active o WHERE o.job = l.job AND o.exclusive AND o.state IN ('running', 'stopping'))
            AND l.job <> ALL (:passedOver::text[])
          ORDER BY f.priority DESC, f.available_at, f.id LIMIT :limit),
        first_in_order AS (
          SELECT r.id, r.job, r.attempt, r.priority, r.available_at FROM freshet.run_active r JOIN freshet.job j ON j.name = r.job
          WHERE r.state = 'queued' AND r.held_because IS NULL AND NOT r.exclusive AND r.available_at <= clock_timestamp()
            AND freshet.node_may_claim(:node) AND r.job <> ALL (:passedOver::text[])
            AND (j.paused_at IS NULL OR j.paused_until <= clock_timestamp() OR r.trigger IN ('manual', 'api', 'retry', 'backfill'))
          ORDER BY r.priority DESC, r.available_at, r.id
          LIMIT :limit FOR UPDATE OF r SKIP LOCKED),
        locked_in_line AS (
          SELECT r.id, r.job, r.attempt, r.priority, r.available_at FROM freshet.run_active r
          WHERE r.id = ANY (ARRAY (SELECT f.id FROM first_in_line f)) AND r.state = 'queued' AND r.held_because IS NULL
            AND freshet.node_may_claim(:node)
          FOR UPDATE OF r SKIP LOCKED),
        candidate AS (
          SELECT c.id, c.job, c.attempt, row_number() OVER (ORDER BY c.priority DESC, c.available_at, c.id) AS place
          FROM (SELECT * FROM first_in_order UNION ALL SELECT * FROM locked_in_line) c),
        claimed AS (
          UPDATE freshet.run r
          SET state = 'running', attempt = r.attempt + 1, attempt_id = nextval('freshet.attempt_id_seq'), node_id = :node,
              started_at = coalesce(r.started_at, clock_timestamp()), error = NULL,
              progress_done = NULL, progress_total = NULL, progress_note = NULL
          FROM candidate c
          WHERE r.id = c.id AND r.history = 'active' AND r.state = 'queued'
            AND (c.place <= :free OR c.place <= :limit AND c.attempt = 0 AND c.job = ANY (:quick::text[]))
          RETURNING r.*),
        begun AS (
          INSERT INTO freshet.attempt (id, run_id, number, node_id)
          SELECT attempt_id, id, attempt, :node FROM claimed)
        SELECT (SELECT j.definition FROM freshet.job j WHERE j.name = r.job AND j.retired_at IS NULL) AS definition,
        %s
        FROM claimed r ORDER BY r.priority DESC, r.available_at, r.id
        """.formatted(
                    RunQueries.COLUMNS.replace("freshet.node_name(r.node_id)", "(SELECT freshet.node_name(:node))"));

    // Nothing has been done of it: as if it had never been claimed.
    private static final String GIVE_BACK = """
        WITH back AS (
          UPDATE freshet.run SET state = 'queued', attempt = 0, attempt_id = NULL, node_id = NULL, started_at = NULL
          WHERE attempt_id = :attempt AND history = 'active' AND state = 'running' AND attempt = 1
            AND cancel_requested_at IS NULL
          RETURNING id)
        DELETE FROM freshet.attempt a USING back b WHERE a.id = :attempt AND a.run_id = b.id AND a.history = 'active'
        """;

    // A plan made while the queue was empty serves when it is long, too.
    static final String BY_INDEX =
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off";

    // As RunStore.SUCCEED, for many. In the order of their ids, so that two batches never wait for each other.
    private static final String SUCCEED = """
        WITH done AS (
          SELECT d.attempt_id, d.rows_affected::bigint, d.metrics::jsonb, d.checks::jsonb, d.cost::jsonb
          FROM unnest(:attempts::bigint[], :rows::text[], :metrics::text[], :checks::text[], :costs::text[])
            AS d (attempt_id, rows_affected, metrics, checks, cost)),
        ended AS (
          UPDATE freshet.attempt a SET state = 'succeeded', history = 'succeeded', ended_at = clock_timestamp()
          FROM done d WHERE a.id = d.attempt_id AND a.history = 'active'
          RETURNING a.run_id, a.id, d.rows_affected, d.metrics, d.checks, d.cost)
        UPDATE freshet.run r
        SET state = 'succeeded', history = 'succeeded', ended_at = clock_timestamp(), rows_affected = e.rows_affected, error = NULL,
            metrics = e.metrics, checks = e.checks, cost = coalesce(e.cost, r.cost)
        FROM ended e WHERE r.id = e.run_id AND r.history = 'active' AND r.attempt_id = e.id
        RETURNING r.attempt_id
        """;

    private static final String ANY_WAITING = """
        SELECT EXISTS (SELECT FROM freshet.run_active q WHERE q.job = ANY (:jobs::text[]) AND q.state = 'queued'
                         AND q.exclusive AND q.held_because IS NULL) AS waiting
        """;

    /**
     * Claims runs for a node whose lease holds, the most urgent first, in a transaction with {@link #BY_INDEX}.
     *
     * @param free how many of any job
     * @param limit how many at most, with those of quick jobs
     * @param passedOver jobs to leave to others
     */
    List<ClaimedRun> claim(
            Session session, long nodeId, int free, int limit, Set<String> quickJobs, Set<String> passedOver) {
        return session.query(CLAIM)
                .bind("node", nodeId)
                .bind("free", free)
                .bind("limit", limit)
                .bind("quick", quickJobs)
                .bind("passedOver", passedOver)
                .list(row -> new ClaimedRun(RunQueries.run(row), row.nullableText("definition")));
    }

    /** Gives a run that was claimed and not begun back to the queue; false when it may not go back any more. */
    boolean giveBack(Session session, long attemptId) {
        return session.query(GIVE_BACK).bind("attempt", attemptId).execute() == 1;
    }

    /**
     * A run just claimed.
     *
     * @param definition its job's, as text, or null when the job is not defined any more
     */
    record ClaimedRun(Run run, @Nullable String definition) {}

    /**
     * Ends attempts and their runs well.
     *
     * @return those that were in charge
     */
    Set<Long> succeed(Session session, List<RunEnding> endings) {
        List<@Nullable String> rows = new ArrayList<>();
        List<String> metrics = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        List<@Nullable String> costs = new ArrayList<>();
        for (RunEnding ending : endings) {
            RunEvidence evidence = ending.execution().evidence();
            rows.add(
                    ending.rowsAffected() == null ? null : ending.rowsAffected().toString());
            metrics.add(evidence.metricsJson());
            checks.add(evidence.checksJson());
            costs.add(evidence.costJson(ending.rowsAffected()));
        }
        return new HashSet<>(session.query(SUCCEED)
                .bind("attempts", attempts(endings))
                .bind("rows", rows)
                .bind("metrics", metrics)
                .bind("checks", checks)
                .bind("costs", costs)
                .list(row -> row.number("attempt_id")));
    }

    /** Whether runs are queued that could not start beside another run of their job. */
    boolean anyWaiting(Session session, Collection<String> jobs) {
        return session.query(ANY_WAITING).bind("jobs", jobs).one(row -> row.bool("waiting"));
    }

    private static List<Long> attempts(List<RunEnding> endings) {
        return endings.stream().map(ending -> ending.execution().attemptId()).toList();
    }
}
