// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Query;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.log_line}. */
public final class LogStore {

    private static final String APPEND = """
        INSERT INTO freshet.log_line (run_id, attempt, number, logged_at, level, message)
        SELECT :run, :attempt, l.number, l.logged_at, l.level, l.message
        FROM unnest(:numbers::bigint[], :times::timestamptz[], :levels::text[], :messages::text[]) AS l (number, logged_at, level, message)
        WHERE true
        """;

    // A node that is not in charge any more writes nothing, not even a log line.
    private static final String IN_CHARGE = " AND freshet.attempt_may_write(:run, :attemptId)";

    private static final String NOT_THERE = """
         AND NOT EXISTS (SELECT FROM freshet.log_line x
           WHERE x.run_id = :run AND x.attempt = :attempt AND x.number = l.number AND x.logged_at = l.logged_at)
        """;

    // Only after a guarded statement of the same transaction found their attempts in charge.
    private static final String APPEND_ALL = """
        INSERT INTO freshet.log_line (run_id, attempt, number, logged_at, level, message)
        SELECT l.run_id, l.attempt, l.number, l.logged_at, l.level, l.message
        FROM unnest(:runs::bigint[], :attempts::int[], :numbers::int[], :times::timestamptz[], :levels::text[], :messages::text[])
          AS l (run_id, attempt, number, logged_at, level, message)
        """;

    private static final String APPEND_ENDED = """
        INSERT INTO freshet.log_line (run_id, attempt, number, logged_at, level, message)
        SELECT :run, :attempt, 1 + coalesce((SELECT max(number) FROM freshet.log_line WHERE run_id = :run AND attempt = :attempt), 0),
               clock_timestamp(), :level, :message
        """;

    private static final String LIST = """
        SELECT attempt, number, logged_at, level, message FROM freshet.log_line
        WHERE run_id = :run AND (attempt, number) > (:afterAttempt, :afterNumber)
        ORDER BY attempt, number LIMIT :limit
        """;

    private static final String LIST_BEFORE = """
        SELECT attempt, number, logged_at, level, message FROM freshet.log_line
        WHERE run_id = :run AND (attempt, number) < (:beforeAttempt, :beforeNumber)
        ORDER BY attempt DESC, number DESC LIMIT :limit
        """;

    private static final String COUNT = "SELECT count(*) AS lines FROM freshet.log_line WHERE run_id = :run";

    private static final String KEEP_FAILED = """
        UPDATE freshet.log_line l SET history = 'failed'
        WHERE l.history = 'recent' AND l.logged_at < :before AND freshet.run_failed_since(l.run_id, :failedSince)
        """;

    /**
     * Adds lines.
     *
     * @param guard the attempt that must be in charge, or null where the transaction knows that it was
     * @param doubtful whether some of them may be there already
     */
    void append(Session session, long runId, int attempt, @Nullable Long guard, List<LogLine> lines, boolean doubtful) {
        List<Integer> numbers = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (LogLine line : lines) {
            numbers.add(line.number());
            times.add(line.loggedAt());
            levels.add(line.level());
            messages.add(line.message());
        }
        Query query = session.query(APPEND + (guard == null ? "" : IN_CHARGE) + (doubtful ? NOT_THERE : ""));
        if (guard != null) {
            query.bind("attemptId", guard);
        }
        query.bind("run", runId)
                .bind("attempt", attempt)
                .bind("numbers", numbers)
                .bind("times", times)
                .bind("levels", levels)
                .bind("messages", messages)
                .execute();
    }

    /** Adds the last lines of attempts that the session's transaction ends, or that ended well before. */
    void appendAll(Session session, List<RunEnding> endings) {
        List<Long> runs = new ArrayList<>();
        List<Integer> attempts = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (RunEnding ending : endings) {
            for (LogLine line : ending.lines()) {
                runs.add(ending.run().id());
                attempts.add(line.attempt());
                numbers.add(line.number());
                times.add(line.loggedAt());
                levels.add(line.level());
                messages.add(line.message());
            }
        }
        session.query(APPEND_ALL)
                .bind("runs", runs)
                .bind("attempts", attempts)
                .bind("numbers", numbers)
                .bind("times", times)
                .bind("levels", levels)
                .bind("messages", messages)
                .execute();
    }

    /** Adds a line about an attempt that somebody else has just ended. */
    void appendToEnded(Session session, long runId, int attempt, LogLevel level, String message) {
        session.query(APPEND_ENDED)
                .bind("run", runId)
                .bind("attempt", attempt)
                .bind("level", level.id())
                .bind("message", message)
                .execute();
    }

    /** Lines after a place in the log, in order. */
    public List<LogLine> list(Session session, long runId, int afterAttempt, int afterNumber, int limit) {
        return session.query(LIST)
                .bind("run", runId)
                .bind("afterAttempt", afterAttempt)
                .bind("afterNumber", afterNumber)
                .bind("limit", limit)
                .list(LogStore::line);
    }

    /** The last lines before a place in the log, in order. */
    public List<LogLine> listBefore(Session session, long runId, int beforeAttempt, int beforeNumber, int limit) {
        return session.query(LIST_BEFORE)
                .bind("run", runId)
                .bind("beforeAttempt", beforeAttempt)
                .bind("beforeNumber", beforeNumber)
                .bind("limit", limit)
                .list(LogStore::line)
                .reversed();
    }

    public long count(Session session, long runId) {
        return session.query(COUNT).bind("run", runId).one(row -> row.number("lines"));
    }

    private static LogLine line(Row row) {
        return new LogLine(
                row.integer("attempt"),
                row.integer("number"),
                row.instant("logged_at"),
                row.text("level"),
                row.text("message"));
    }

    /** Moves lines of failed runs out of the way of the partitions about to be dropped. */
    public int keepFailed(Session session, Instant before, Instant failedSince) {
        return session.query(KEEP_FAILED)
                .bind("before", before)
                .bind("failedSince", failedSince)
                .execute();
    }
}
