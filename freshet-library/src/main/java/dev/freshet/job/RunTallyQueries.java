// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Counts runs of jobs before and after a moment, to tell whether something changed. */
public final class RunTallyQueries {

    // Each part reads at most :limit runs by its index, so that a busy job costs little.
    private static final String TALLY = """
        SELECT n.name AS job, w.after, count(*) AS runs, count(*) FILTER (WHERE r.state IN ('failed', 'lost')) AS failed,
          (extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY r.ended_at - r.started_at)) * 1000)::bigint AS median_ms
        FROM unnest(:jobs::text[]) AS n (name)
        CROSS JOIN (VALUES (false, :from::timestamptz, :at::timestamptz), (true, :at::timestamptz, :to::timestamptz)) AS w (after, since, until)
        CROSS JOIN LATERAL (
          (SELECT s.state, s.started_at, s.ended_at FROM freshet.run_succeeded s
           WHERE s.job = n.name AND s.ended_at >= w.since AND coalesce(s.started_at, s.queued_at) >= w.since
             AND coalesce(s.started_at, s.queued_at) < w.until ORDER BY s.id DESC LIMIT :limit)
          UNION ALL
          (SELECT f.state, f.started_at, f.ended_at FROM freshet.run_failed f
           WHERE f.job = n.name AND f.ended_at >= w.since AND coalesce(f.started_at, f.queued_at) >= w.since
             AND coalesce(f.started_at, f.queued_at) < w.until ORDER BY f.id DESC LIMIT :limit)) r
        GROUP BY n.name, w.after ORDER BY n.name, w.after
        """;

    /**
     * Runs that began within a time before and after a moment and have ended; a job without any is left out.
     *
     * @param limit counts at most so many of each job, side and outcome
     */
    public List<RunTally> around(Session session, List<String> jobs, Instant from, Instant at, Instant to, int limit) {
        return session.query(TALLY)
                .bind("jobs", jobs)
                .bind("from", from)
                .bind("at", at)
                .bind("to", to)
                .bind("limit", limit)
                .list(RunTallyQueries::tally);
    }

    private static RunTally tally(Row row) {
        Long median = row.nullableNumber("median_ms");
        return new RunTally(
                row.text("job"),
                row.bool("after"),
                row.number("runs"),
                row.number("failed"),
                median == null ? null : Duration.ofMillis(median));
    }
}
