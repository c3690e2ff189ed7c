// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** All SQL about pg_cron's own tables; it only reads. Rows are read as JSON, since versions differ in their columns. */
final class PgCronStore {

    private static final String IS_THERE = """
        SELECT to_regclass('cron.job') IS NOT NULL AS job, to_regclass('cron.job_run_details') IS NOT NULL AS details
        """;

    private static final String SETTINGS = """
        SELECT coalesce(current_setting('cron.timezone', true), 'GMT') AS zone,
          (SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user) AS sees_all,
          current_user::text AS me, current_database()::text AS database,
          (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') AS version
        """;

    private static final String LIST = """
        SELECT (j->>'jobid')::bigint AS id, j->>'jobname' AS name, j->>'schedule' AS schedule, j->>'command' AS command,
          j->>'database' AS database, j->>'username' AS username, coalesce(j->>'nodename', '') AS host,
          coalesce((j->>'active')::boolean, true) AS active
        FROM (SELECT to_jsonb(job) AS j FROM cron.job) AS listed
        ORDER BY 1
        """;

    private static final String SUMMARIZE = """
        SELECT jobid, count(*) AS runs, count(*) FILTER (WHERE status = 'failed') AS failed,
          min(start_time) AS first, max(start_time) AS last,
          1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM end_time - start_time))
            FILTER (WHERE status = 'succeeded') AS usual_millis,
          (array_agg(return_message ORDER BY start_time DESC) FILTER (WHERE status = 'failed'))[1] AS last_message
        FROM cron.job_run_details WHERE start_time IS NOT NULL GROUP BY jobid
        """;

    private static final String STARTS = """
        SELECT jobid, start_time FROM cron.job_run_details
        WHERE start_time >= :from AND start_time < :to ORDER BY start_time
        """;

    /** What of pg_cron this database holds. */
    Presence presence(Session session) {
        return session.query(IS_THERE).one(row -> new Presence(row.bool("job"), row.bool("details")));
    }

    Settings settings(Session session) {
        return session.query(SETTINGS)
                .one(row -> new Settings(
                        row.text("zone"),
                        row.bool("sees_all"),
                        row.text("me"),
                        row.text("database"),
                        String.valueOf(row.nullableText("version"))));
    }

    List<PgCronJob> list(Session session) {
        return session.query(LIST).list(PgCronStore::job);
    }

    List<PgCronHistory> summarize(Session session) {
        return session.query(SUMMARIZE).list(PgCronStore::history);
    }

    /** Starts in {@code [from, to)}. */
    List<Start> listStarts(Session session, Instant from, Instant to) {
        return session.query(STARTS)
                .bind("from", from)
                .bind("to", to)
                .list(row -> new Start(row.number("jobid"), row.instant("start_time")));
    }

    private static PgCronJob job(Row row) {
        return new PgCronJob(
                row.number("id"),
                row.nullableText("name"),
                row.text("schedule"),
                row.text("command"),
                row.text("database"),
                row.text("username"),
                row.text("host"),
                row.bool("active"));
    }

    private static PgCronHistory history(Row row) {
        Double millis = row.nullableDecimal("usual_millis");
        return new PgCronHistory(
                row.number("jobid"),
                row.number("runs"),
                row.number("failed"),
                row.instant("first"),
                row.instant("last"),
                millis == null ? null : Duration.ofMillis(Math.round(millis)),
                row.nullableText("last_message"));
    }

    record Presence(boolean jobs, boolean details) {}

    record Settings(String zone, boolean seesAll, String me, String database, String version) {}

    record Start(long jobId, Instant at) {}
}
