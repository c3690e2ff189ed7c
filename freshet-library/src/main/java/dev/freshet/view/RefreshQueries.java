// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.lag.RefreshCost;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is read of many refreshes at once, to draw them. */
public final class RefreshQueries {

    private static final String COLUMNS =
            "r.id, r.view_name, r.status, r.started_at, r.completed_at, r.as_of, r.error_message, r.run_id";

    private static final String LIST_LAST =
            "SELECT last.* FROM unnest(cast(:views AS text[])) v (name), LATERAL (SELECT " + COLUMNS + """
                 FROM freshet.materialized_view_refreshes r
                WHERE r.view_name = v.name ORDER BY r.started_at DESC LIMIT :limit) last
                ORDER BY last.view_name, last.started_at
                """;

    // The last success before the time asked for says how old the view was when it began.
    private static final String LIST_SINCE = "(SELECT " + COLUMNS + """
         FROM freshet.materialized_view_refreshes r
        WHERE r.view_name = :view AND r.started_at >= :since ORDER BY r.started_at DESC LIMIT :limit)
        UNION ALL
        """ + "(SELECT " + COLUMNS + """
         FROM freshet.materialized_view_refreshes r
        WHERE r.view_name = :view AND r.started_at < :since AND r.status = 'success' ORDER BY r.started_at DESC LIMIT 1)
        ORDER BY started_at
        """;

    // Of as many as the planner goes by.
    private static final String LIST_COSTS = """
        SELECT v.name, c.typical, c.most
        FROM unnest(cast(:views AS text[])) v (name) CROSS JOIN LATERAL (
          SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY r.duration_ms)::bigint AS typical,
                 percentile_disc(0.95) WITHIN GROUP (ORDER BY r.duration_ms)::bigint AS most
          FROM (SELECT a.duration_ms FROM freshet.materialized_view_refreshes a
                WHERE a.view_name = v.name AND a.status = 'success' ORDER BY a.started_at DESC LIMIT 50) r) c
        WHERE c.typical IS NOT NULL
        """;

    /**
     * The last refreshes of each of the views, oldest first.
     *
     * @param limit at most so many of each view
     */
    public List<RefreshSpan> listLast(Session session, Collection<String> views, int limit) {
        return session.query(LIST_LAST)
                .bind("views", views)
                .bind("limit", limit)
                .list(RefreshQueries::span);
    }

    /**
     * The refreshes of a view since a moment, and the last success before it, oldest first.
     *
     * @param limit of more than so many, the latest
     */
    public List<RefreshSpan> listSince(Session session, String view, Instant since, int limit) {
        return session.query(LIST_SINCE)
                .bind("view", view)
                .bind("since", since)
                .bind("limit", limit)
                .list(RefreshQueries::span);
    }

    /** What refreshes of each view take, by the last 50 that succeeded; views without one are left out. */
    public static Map<String, RefreshCost> listCosts(Session session, Collection<String> views) {
        Map<String, RefreshCost> costs = new HashMap<>();
        session.query(LIST_COSTS)
                .bind("views", views)
                .list(row -> costs.put(
                        row.text("name"),
                        new RefreshCost(
                                Duration.ofMillis(row.number("typical")), Duration.ofMillis(row.number("most")))));
        return costs;
    }

    private static RefreshSpan span(Row row) {
        return new RefreshSpan(
                row.number("id"),
                row.text("view_name"),
                RefreshStatus.of(row.text("status")),
                row.instant("started_at"),
                row.nullableInstant("completed_at"),
                row.nullableInstant("as_of"),
                row.nullableText("error_message"),
                row.nullableNumber("run_id"));
    }
}
