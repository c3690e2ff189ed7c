// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was kept of when sources changed, and who reads them. */
public final class ActivityQueries {

    /** Of what a mark was thrown away for, and of the marks that are still there; a minute in both counts once. */
    private static final String LIST_ACTIVITY = """
        SELECT a.source, a.hour, bit_or(a.minutes) AS minutes, sum(a.changes)::bigint AS changes
        FROM (
          SELECT s.source, s.hour, s.minutes, s.changes FROM freshet.source_activity s
          WHERE s.source = ANY (cast(:sources AS oid[])) AND s.hour >= date_trunc('hour', :from::timestamptz, 'UTC')
          UNION ALL
          SELECT m.source, date_trunc('hour', m.at, 'UTC'), bit_or(1::bigint << extract(minute FROM m.at AT TIME ZONE 'UTC')::int), count(DISTINCT m.xact)
          FROM freshet.change_mark m
          WHERE m.source = ANY (cast(:sources AS oid[])) AND m.kind <> 'tripwire' AND m.at >= date_trunc('hour', :from::timestamptz, 'UTC')
          GROUP BY 1, 2) a
        GROUP BY a.source, a.hour ORDER BY a.source, a.hour
        """;

    private static final String LIST_SOURCES = """
        SELECT s.view_name, v.source FROM freshet.view_state s JOIN freshet.view_source v ON v.refresh_id = s.refresh_id
        WHERE s.in_force AND s.view_name = ANY (:views)
        """;

    private static final String LIST_WHY_AGE =
            "SELECT l.view_name, l.why_age FROM freshet.view_lag l WHERE l.view_name = ANY (:views) AND l.why_age IS"
                    + " NOT NULL";

    /** When sources changed, hour by hour, from the hour of a moment on. */
    public List<SourceActivity> listActivity(Session session, Collection<Long> sources, Instant from) {
        return session.query(LIST_ACTIVITY)
                .bind("sources", sources)
                .bind("from", from)
                .list(row -> new SourceActivity(
                        row.number("source"), row.instant("hour"), row.number("minutes"), row.number("changes")));
    }

    /** What each view read in the end when it was refreshed last, through all views in between. */
    public Map<String, Set<Long>> listSources(Session session, Collection<String> views) {
        Map<String, Set<Long>> sources = new HashMap<>();
        session.query(LIST_SOURCES)
                .bind("views", views)
                .list(row -> sources.computeIfAbsent(row.text("view_name"), view -> new TreeSet<>())
                        .add(row.number("source")));
        return sources;
    }

    /** Why the lag of some of these views is their age; the others are left out. */
    public Map<String, String> listWhyAge(Session session, Collection<String> views) {
        Map<String, String> reasons = new HashMap<>();
        session.query(LIST_WHY_AGE)
                .bind("views", views)
                .list(row -> reasons.put(row.text("view_name"), row.text("why_age")) == null);
        return reasons;
    }
}
