// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Freshet itself recorded while the load went on. */
final class RecordedRefreshes {

    private static final String LIST_REFRESHES = """
        SELECT view_name, status, started_at, duration_ms FROM freshet.materialized_view_refreshes
        WHERE started_at >= :from AND started_at < :to AND status <> 'running' ORDER BY started_at
        """;

    private static final String LIST_BROKEN = """
        SELECT name, sum((extract(epoch FROM least(coalesce(ended_at, :to), :to) - greatest(began_at, :from)) * 1000)::bigint) AS ms
        FROM freshet.breach WHERE began_at < :to AND coalesce(ended_at, :to) > :from GROUP BY name
        """;

    private static final String LIST_BREACHES = """
        SELECT format('%s from %s for %s, worst lag %s, %s: %s', name, to_char(began_at, 'HH24:MI:SS'), coalesce(ended_at, :to) - began_at, worst_lag, cause_kind, cause) AS told
        FROM freshet.breach WHERE began_at < :to AND coalesce(ended_at, :to) > :from ORDER BY began_at
        """;

    private static final String LIST_USUAL = """
        SELECT view_name, (extract(epoch FROM p95) * 1000)::bigint AS ms
        FROM freshet.usual_durations((SELECT array_agg(DISTINCT r.view_name) FROM freshet.materialized_view_refreshes r))
        """;

    private final Database database;
    private final Instant from;
    private final Instant to;

    RecordedRefreshes(Database database, Instant from, Instant to) {
        this.database = database;
        this.from = from;
        this.to = to;
    }

    /** One attempt that has ended. */
    record Refresh(String view, String status, Instant startedAt, Duration took) {

        boolean refreshed() {
            return status.equals("success");
        }

        boolean isOf(SalesSide side) {
            return view.startsWith(side.schema() + ".");
        }
    }

    /** What 95 of 100 refreshes of each view take. */
    static Map<String, Duration> usual(Database database) {
        Map<String, Duration> usual = new HashMap<>();
        database.call(session -> session.query(LIST_USUAL)
                .list(row -> usual.put(row.text("view_name"), Duration.ofMillis(row.number("ms")))));
        return usual;
    }

    List<Refresh> list() {
        return database.call(session -> session.query(LIST_REFRESHES)
                .bind("from", from)
                .bind("to", to)
                .list(row -> new Refresh(
                        row.text("view_name"),
                        row.text("status"),
                        row.instant("started_at"),
                        Duration.ofMillis(row.number("duration_ms")))));
    }

    /** For how long each promise was broken, as Freshet saw it. */
    Map<String, Duration> broken() {
        Map<String, Duration> broken = new HashMap<>();
        database.call(session -> session.query(LIST_BROKEN)
                .bind("from", from)
                .bind("to", to)
                .list(row -> broken.put(row.text("name"), Duration.ofMillis(row.number("ms")))));
        return broken;
    }

    List<String> breaches() {
        return database.call(session ->
                session.query(LIST_BREACHES).bind("from", from).bind("to", to).list(row -> row.text("told")));
    }
}
