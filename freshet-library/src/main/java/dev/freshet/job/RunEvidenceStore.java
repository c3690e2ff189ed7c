// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL that writes to a run what there is to judge it by, and what was answered when it asked. */
final class RunEvidenceStore {

    private static final String WRITE = """
        UPDATE freshet.run_active
        SET metrics = :metrics::jsonb, checks = :checks::jsonb, cost = coalesce(:cost::jsonb, cost), awaits_approval = :asks
        WHERE id = :run AND attempt_id = :attempt AND state IN ('running', 'stopping')
        """;

    private static final String WRITE_COST = """
        UPDATE freshet.run_succeeded r SET cost = d.cost::jsonb
        FROM unnest(:runs::bigint[], :attempts::bigint[], :costs::text[]) AS d (run_id, attempt_id, cost)
        WHERE r.id = d.run_id AND r.attempt_id = d.attempt_id AND r.cost IS NULL
          AND r.ended_at >= clock_timestamp() - interval '1 hour'
        """;

    private static final String MARK_SLOW = """
        UPDATE freshet.run_active SET slow_since = clock_timestamp()
        WHERE id = :run AND attempt_id = :attempt AND state IN ('running', 'stopping') AND slow_since IS NULL
        """;

    // The newest thousand are enough to know what is usual.
    private static final String USUAL = """
        SELECT round(percentile_disc(0.95) WITHIN GROUP (ORDER BY s.took))::bigint AS p95, count(*) AS runs
        FROM (SELECT extract(epoch FROM r.ended_at - r.started_at) * 1000 AS took FROM freshet.run_succeeded r
              WHERE r.job BETWEEN :job AND :job AND r.ended_at >= clock_timestamp() - interval '30 days'
                AND r.state = 'succeeded' AND r.started_at IS NOT NULL
              ORDER BY r.job, r.id DESC LIMIT 1000) s
        """;

    private static final String ANSWER = """
        UPDATE freshet.run SET awaits_approval = false, decision = :decision::jsonb
        WHERE id = :run AND awaits_approval AND history = 'failed'
        """;

    private static final String APPROVE = "UPDATE freshet.run_active SET approved_by = :by WHERE id = :run";

    private static final String DECISION = "SELECT decision FROM freshet.run WHERE id = :run AND decision IS NOT NULL";

    private static final int ENOUGH = 5;

    /** Writes what was found; false when the attempt is not in charge any more. */
    boolean write(
            Session session,
            long runId,
            long attemptId,
            String metrics,
            String checks,
            @Nullable String cost,
            boolean asks) {
        return session.query(WRITE)
                        .bind("run", runId)
                        .bind("attempt", attemptId)
                        .bind("metrics", metrics)
                        .bind("checks", checks)
                        .bind("cost", cost)
                        .bind("asks", asks)
                        .execute()
                == 1;
    }

    /** The cost of successes that committed with their work: only its end brings that to light. */
    void writeCosts(Session session, List<RunEnding> recorded) {
        session.query(WRITE_COST)
                .bind("runs", recorded.stream().map(ending -> ending.run().id()).toList())
                .bind(
                        "attempts",
                        recorded.stream()
                                .map(ending -> ending.execution().attemptId())
                                .toList())
                .bind(
                        "costs",
                        recorded.stream()
                                .map(ending -> String.valueOf(
                                        ending.execution().evidence().costJson(ending.rowsAffected())))
                                .toList())
                .execute();
    }

    /** Flags a run as slow; false when it was before, or has ended. */
    boolean markSlow(Session session, long runId, long attemptId) {
        return session.query(MARK_SLOW)
                        .bind("run", runId)
                        .bind("attempt", attemptId)
                        .execute()
                == 1;
    }

    /** The p95 of the job's successes of the last 30 days; empty where there are too few to know what is usual. */
    Optional<Duration> findUsual(Session session, String job) {
        return session.query(USUAL)
                .bind("job", job)
                .one(row -> row.number("runs") < ENOUGH
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(row.number("p95"))));
    }

    /** Closes the question of a run that asks; false when it does not ask (any more). */
    boolean answer(Session session, long runId, Map<String, ?> decision) {
        return session.query(ANSWER)
                        .bind("run", runId)
                        .bind("decision", RunJson.write(decision))
                        .execute()
                == 1;
    }

    Optional<ApprovalControl.Decision> findDecision(Session session, long runId) {
        return session.query(DECISION).bind("run", runId).first(row -> RunJson.decision(row.text("decision")));
    }

    /** Allows a queued run to change more than its job does without asking. */
    void approve(Session session, long runId, String by) {
        session.query(APPROVE).bind("run", runId).bind("by", by).execute();
    }
}
