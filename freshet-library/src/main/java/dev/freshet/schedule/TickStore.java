// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.tick}. */
public final class TickStore {

    private static final String RECORD = """
        INSERT INTO freshet.tick (job, scheduled_for, outcome, reason, run_id, local_times, node_id)
        VALUES (:job, :scheduledFor, :outcome, :reason, :run, :localTimes::text[], :node)
        ON CONFLICT (job, scheduled_for) DO UPDATE SET
          outcome = excluded.outcome, reason = excluded.reason, run_id = excluded.run_id, node_id = excluded.node_id,
          evaluated_at = clock_timestamp()
        WHERE tick.outcome = 'moved'
        """;

    private static final String IS_SETTLED = """
        SELECT 1 FROM freshet.tick WHERE job = :job AND scheduled_for = :scheduledFor AND outcome <> 'moved'
        """;

    private static final String LIST = """
        SELECT job, scheduled_for, outcome, reason, run_id, local_times, evaluated_at FROM freshet.tick
        WHERE job = :job AND scheduled_for >= :from AND scheduled_for < :to
        ORDER BY scheduled_for LIMIT :limit
        """;

    private static final String LIST_UNUSUAL = """
        SELECT job, scheduled_for, outcome, reason, run_id, local_times, evaluated_at FROM freshet.tick
        WHERE job = :job AND scheduled_for >= :since AND (outcome <> 'fired' OR reason IS NOT NULL)
        ORDER BY scheduled_for DESC LIMIT :limit
        """;

    private static final String LIST_LATEST = """
        SELECT job, scheduled_for, outcome, reason, run_id, local_times, evaluated_at FROM freshet.tick
        WHERE job = :job AND scheduled_for <= :until ORDER BY scheduled_for DESC LIMIT :limit
        """;

    private static final String TALLY = """
        SELECT outcome, count(*) AS ticks FROM freshet.tick
        WHERE job = :job AND scheduled_for >= :since GROUP BY outcome ORDER BY outcome
        """;

    private static final String NOW = "SELECT clock_timestamp() AS now";

    /** Writes a row, or settles that of a moved tick; false when the tick has one already. */
    boolean record(
            Session session,
            String job,
            Tick tick,
            TickOutcome outcome,
            @Nullable String reason,
            @Nullable Long runId,
            @Nullable Long nodeId) {
        return session.query(RECORD)
                        .bind("job", job)
                        .bind("scheduledFor", tick.at())
                        .bind("outcome", outcome.id())
                        .bind("reason", reason)
                        .bind("run", runId)
                        .bind(
                                "localTimes",
                                tick.localTimes().stream()
                                        .map(LocalDateTime::toString)
                                        .toList())
                        .bind("node", nodeId)
                        .execute()
                == 1;
    }

    /** As {@link #record} for a tick that nobody evaluates just now. */
    void settle(Session session, String job, Tick tick, TickOutcome outcome, String reason) {
        record(session, job, tick, outcome, reason, null, null);
    }

    /** Whether the ledger says what became of a tick for good. */
    boolean isSettled(Session session, String job, Instant scheduledFor) {
        return session.query(IS_SETTLED)
                .bind("job", job)
                .bind("scheduledFor", scheduledFor)
                .first(row -> true)
                .orElse(false);
    }

    /** Rows of a job in {@code [from, to)}, in order. */
    public List<LedgerTick> list(Session session, String job, Instant from, Instant to, int limit) {
        return session.query(LIST)
                .bind("job", job)
                .bind("from", from)
                .bind("to", to)
                .bind("limit", limit)
                .list(TickStore::tick);
    }

    /** Rows of a job with something to tell: merged, skipped, or fired in an unusual way; newest first. */
    public List<LedgerTick> listUnusual(Session session, String job, Instant since, int limit) {
        return session.query(LIST_UNUSUAL)
                .bind("job", job)
                .bind("since", since)
                .bind("limit", limit)
                .list(TickStore::tick);
    }

    /** The last rows of a job up to an instant, newest first. */
    public List<LedgerTick> listLatest(Session session, String job, Instant until, int limit) {
        return session.query(LIST_LATEST)
                .bind("job", job)
                .bind("until", until)
                .bind("limit", limit)
                .list(TickStore::tick);
    }

    /** How many ticks of a job since an instant had each outcome; outcomes without are left out. */
    public Map<TickOutcome, Long> tally(Session session, String job, Instant since) {
        Map<TickOutcome, Long> tally = new EnumMap<>(TickOutcome.class);
        session.query(TALLY)
                .bind("job", job)
                .bind("since", since)
                .list(row -> tally.put(TickOutcome.of(row.text("outcome")), row.number("ticks")));
        return tally;
    }

    private static LedgerTick tick(Row row) {
        return new LedgerTick(
                row.text("job"),
                row.instant("scheduled_for"),
                TickOutcome.of(row.text("outcome")),
                row.nullableText("reason"),
                row.nullableNumber("run_id"),
                row.texts("local_times"),
                row.instant("evaluated_at"));
    }

    /** The database's clock, which decides what is due. */
    Instant now(Session session) {
        return session.query(NOW).one(row -> row.instant("now"));
    }
}
