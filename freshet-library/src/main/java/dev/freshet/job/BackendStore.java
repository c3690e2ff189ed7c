// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All SQL about what the backends of a run do at the moment and what keeps them waiting. */
public final class BackendStore {

    // A backend is known by the attempt's lock that its session holds: a pid alone may belong to a stranger by now.
    private static final String LIST = """
        SELECT w.pid, a.state, a.wait_event_type AS wait_type, a.wait_event, a.query_start,
          left(regexp_replace(a.query, '\\s+', ' ', 'g'), 400) AS query,
          (SELECT min(l.waitstart) FROM pg_locks l WHERE l.pid = w.pid AND NOT l.granted) AS waiting_since,
          b.pid AS blocker, o.usename AS blocker_user, o.application_name AS blocker_application, o.state AS blocker_state,
          o.xact_start AS blocker_since, left(regexp_replace(o.query, '\\s+', ' ', 'g'), 400) AS blocker_query
        FROM (SELECT DISTINCT l.pid FROM pg_locks l
              WHERE l.locktype = 'advisory' AND l.classid = :class::int::oid AND l.objid = :key::int::oid AND l.objsubid = 2
                AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) w
        LEFT JOIN pg_stat_activity a ON a.pid = w.pid
        LEFT JOIN LATERAL unnest(pg_blocking_pids(w.pid)) b (pid) ON true
        LEFT JOIN pg_stat_activity o ON o.pid = b.pid
        ORDER BY w.pid, o.xact_start
        """;

    /** The backends whose sessions hold the attempt's lock. */
    public List<Backend> list(Session session, long attemptId) {
        Map<Integer, Backend> backends = new LinkedHashMap<>();
        session.query(LIST)
                .bind("class", AdvisoryLock.ATTEMPT)
                .bind("key", AdvisoryLock.key(attemptId))
                .list(row -> backends.merge(row.integer("pid"), backend(row), BackendStore::both));
        return List.copyOf(backends.values());
    }

    private static Backend backend(Row row) {
        Integer blocker = row.nullableInteger("blocker");
        return new Backend(
                row.integer("pid"),
                row.nullableText("state"),
                row.nullableText("wait_type"),
                row.nullableText("wait_event"),
                row.nullableInstant("waiting_since"),
                row.nullableInstant("query_start"),
                visible(row.nullableText("query")),
                blocker == null ? List.of() : List.of(blocker(row, blocker)));
    }

    private static Backend.Blocker blocker(Row row, int pid) {
        return new Backend.Blocker(
                pid,
                row.nullableText("blocker_user"),
                row.nullableText("blocker_application"),
                row.nullableText("blocker_state"),
                row.nullableInstant("blocker_since"),
                visible(row.nullableText("blocker_query")));
    }

    private static Backend both(Backend one, Backend other) {
        List<Backend.Blocker> blockers = new ArrayList<>(one.blockers());
        blockers.addAll(other.blockers());
        return new Backend(
                one.pid(),
                one.state(),
                one.waitType(),
                one.waitEvent(),
                one.waitingSince(),
                one.queryStart(),
                one.query(),
                blockers);
    }

    private static @Nullable String visible(@Nullable String query) {
        return query == null || query.isEmpty() || query.equals("<insufficient privilege>") ? null : query;
    }
}
