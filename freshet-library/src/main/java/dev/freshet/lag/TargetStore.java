// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All SQL of target lag: what changed, what jobs do, and what is planned. */
final class TargetStore {

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(:class, :key) AS locked";

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private static final String LIST_UPSTREAM = "SELECT view_name, upstream FROM freshet.upstream_views(:names)";

    private static final String LIST_USUAL =
            "SELECT view_name, (extract(epoch FROM p95) * 1000)::bigint AS ms FROM freshet.usual_durations(:names)";

    private static final String LIST_NEEDS = """
        SELECT view_name, read_at, as_of, by_age, own_age, pending_at, actionable_at
        FROM freshet.refresh_needs(:names, :readers, :upstreams)
        """;

    private static final String LIST_MOMENTS = """
        SELECT job, paused, active_since, waits, last_state, last_started_at, last_ended_at FROM freshet.refresher_states(:jobs)
        """;

    private static final String FORGET = "DELETE FROM freshet.planned_refresh WHERE NOT view_name = ANY (:names)";

    private static final String PLAN = """
        INSERT INTO freshet.planned_refresh AS p (view_name, job, due_at, because, waits_for, takes, infeasible_because)
        VALUES (:view, :job, :dueAt, :because, :waitsFor, :takes::interval, :infeasible)
        ON CONFLICT (view_name) DO UPDATE SET job = excluded.job, due_at = excluded.due_at, because = excluded.because,
          waits_for = excluded.waits_for, takes = excluded.takes, infeasible_because = excluded.infeasible_because,
          planned_at = clock_timestamp()
        """;

    private static final String LIST_PLANNED = """
        SELECT view_name, job, due_at, because, waits_for, (extract(epoch FROM takes) * 1000)::bigint AS takes_ms, infeasible_because
        FROM freshet.planned_refresh WHERE cast(:view AS text) IS NULL OR view_name = :view
        """;

    /** Takes the right to plan until the transaction ends; false while another node plans. */
    boolean tryLock(Session session) {
        return session.query(TRY_LOCK)
                .bind("class", AdvisoryLock.HOUSEKEEPING)
                .bind("key", AdvisoryLock.TARGET_LAG)
                .one(row -> row.bool("locked"));
    }

    Instant now(Session session) {
        return session.query(NOW).one(row -> row.instant("now"));
    }

    /** The existing ones of these views, each with the materialized views it reads. */
    Map<String, Set<String>> listUpstream(Session session, Collection<String> names) {
        Map<String, Set<String>> upstream = new LinkedHashMap<>();
        session.query(LIST_UPSTREAM).bind("names", names).list(row -> {
            Set<String> sources = upstream.computeIfAbsent(row.text("view_name"), view -> new LinkedHashSet<>());
            return Optional.ofNullable(row.nullableText("upstream"))
                    .map(sources::add)
                    .orElse(false);
        });
        return upstream;
    }

    /** What a refresh of each view takes at most, 95 of 100 times. */
    Map<String, Duration> listUsual(Session session, Collection<String> names) {
        Map<String, Duration> usual = new HashMap<>();
        session.query(LIST_USUAL)
                .bind("names", names)
                .list(row -> usual.put(row.text("view_name"), Duration.ofMillis(row.number("ms"))));
        return usual;
    }

    /** What each view of the graph does not show. */
    Map<String, ViewNeed> listNeeds(Session session, RefreshGraph graph) {
        Map<String, Reading> readings = listReadings(session, graph);
        Map<String, ViewNeed> needs = new HashMap<>();
        for (PlannedView view : graph.views()) {
            Reading reading = readings.get(view.name());
            needs.put(
                    view.name(),
                    reading == null
                            ? ViewNeed.FIRST_FILL
                            : reading.need(graph.upstreamOf(view.name()).stream()
                                    .flatMap(source -> Optional.ofNullable(readings.get(source)).stream())
                                    .toList()));
        }
        return needs;
    }

    /** What each view of the graph shows; those without a known refresh are left out. */
    Map<String, Reading> listReadings(Session session, RefreshGraph graph) {
        List<String> names = graph.views().stream().map(PlannedView::name).toList();
        List<String> readers = new ArrayList<>();
        List<String> upstreams = new ArrayList<>();
        for (String name : names) {
            graph.upstreamOf(name).forEach(source -> {
                readers.add(name);
                upstreams.add(source);
            });
        }
        Map<String, Reading> readings = new HashMap<>();
        session.query(LIST_NEEDS)
                .bind("names", names)
                .bind("readers", readers)
                .bind("upstreams", upstreams)
                .list(row -> readings.put(row.text("view_name"), reading(row)));
        return readings;
    }

    /** How these jobs stand. */
    Map<String, JobMoment> listMoments(Session session, Collection<String> jobs) {
        Map<String, JobMoment> moments = new HashMap<>();
        session.query(LIST_MOMENTS).bind("jobs", jobs).list(row -> moments.put(row.text("job"), moment(row)));
        return moments;
    }

    /** Records what is planned, where that changed, and forgets all other views. */
    void plan(Session session, Collection<PlannedRefresh> planned) {
        Set<PlannedRefresh> kept =
                new HashSet<>(session.query(LIST_PLANNED).bind("view", null).list(TargetStore::planned));
        if (kept.size() > planned.size() || !kept.equals(new HashSet<>(planned))) {
            session.query(FORGET)
                    .bind("names", planned.stream().map(PlannedRefresh::view).toList())
                    .execute();
            planned.stream().filter(one -> !kept.contains(one)).forEach(one -> plan(session, one));
        }
    }

    private static void plan(Session session, PlannedRefresh one) {
        session.query(PLAN)
                .bind("view", one.view())
                .bind("job", one.job())
                .bind("dueAt", one.dueAt())
                .bind("because", one.because())
                .bind("waitsFor", one.waitsFor())
                .bind("takes", one.takes())
                .bind("infeasible", one.infeasible())
                .execute();
    }

    List<PlannedRefresh> listPlanned(Session session) {
        return session.query(LIST_PLANNED).bind("view", null).list(TargetStore::planned);
    }

    Optional<PlannedRefresh> findPlanned(Session session, String view) {
        return session.query(LIST_PLANNED).bind("view", view).first(TargetStore::planned);
    }

    private static PlannedRefresh planned(Row row) {
        return new PlannedRefresh(
                row.text("view_name"),
                row.text("job"),
                row.nullableInstant("due_at"),
                row.nullableText("because"),
                row.nullableText("waits_for"),
                Duration.ofMillis(row.number("takes_ms")),
                row.nullableText("infeasible_because"));
    }

    private static JobMoment moment(Row row) {
        Instant endedAt = row.nullableInstant("last_ended_at");
        JobMoment.Ended last = endedAt == null
                ? null
                : new JobMoment.Ended(
                        "succeeded".equals(row.nullableText("last_state")),
                        row.nullableInstant("last_started_at"),
                        endedAt);
        return new JobMoment(row.bool("paused"), row.nullableInstant("active_since"), row.bool("waits"), last);
    }

    private static Reading reading(Row row) {
        Instant readAt = row.instant("read_at");
        Instant asOf = row.nullableInstant("as_of");
        return new Reading(
                readAt,
                asOf == null ? readAt : asOf,
                row.bool("by_age"),
                row.bool("own_age"),
                row.nullableInstant("pending_at"),
                row.nullableInstant("actionable_at"));
    }
}
