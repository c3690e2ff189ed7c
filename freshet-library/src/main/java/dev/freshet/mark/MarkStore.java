// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** All SQL about marks, sources and what became of them. */
final class MarkStore {

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(:class, :key) AS locked";

    private static final String FORGET_READINGS = "SELECT freshet.forget_readings()";

    private static final String MEET = """
        INSERT INTO freshet.source (oid, name, kind, relations, tracked_since, untracked_because, fingerprint)
        SELECT DISTINCT ON (b.object) b.object, d.name, d.kind, d.relations, CASE WHEN d.kind IN ('view', 'function') THEN cast('3' AS xid8) END,
          CASE WHEN d.kind NOT IN ('view', 'function') THEN 'its change marks are not known yet' END,
          freshet.source_fingerprint(b.object, d.kind, d.relations)
        FROM unnest(cast(:views AS text[])) n (name), freshet.read_by(freshet.find_view(n.name), true) b, freshet.describe_source(b.class, b.object) d
        WHERE d.kind <> 'materialized-view'
        ON CONFLICT DO NOTHING
        """;

    private static final String FORGET_SOURCES = """
        DELETE FROM freshet.source s
        WHERE NOT EXISTS (SELECT FROM pg_class c WHERE s.kind <> 'function' AND c.oid = s.oid)
          AND NOT EXISTS (SELECT FROM pg_proc p WHERE s.kind = 'function' AND p.oid = s.oid)
        """;

    /** Why not every change of a table is marked; the first reason of the relations that should tell. */
    private static final String REASON = """
        SELECT CASE
            WHEN r.relkind = 'f' THEN format('its partition %s is a foreign table', freshet.relation_name(r.oid))
            WHEN g.oid IS NULL AND r.oid = s.oid THEN 'it carries no change marks'
            WHEN g.oid IS NULL THEN format('%s carries no change marks', freshet.relation_name(r.oid))
            WHEN g.tgenabled NOT IN ('O', 'A') THEN format('the change marks of %s are disabled', freshet.relation_name(r.oid))
            WHEN (s.oid = ANY (freshet.marked_sources(r.oid))) IS NOT TRUE THEN format('the change marks of %s are not complete yet', freshet.relation_name(r.oid))
            ELSE format('logical replication writes to %s, which fires no triggers', freshet.relation_name(r.oid)) END
        FROM freshet.telling_relations(s.oid) t JOIN pg_class r ON r.oid = t.relation
        LEFT JOIN pg_trigger g ON g.tgrelid = r.oid AND g.tgfoid = 'freshet.mark_change'::regproc
        WHERE r.relkind = 'f' OR g.tgenabled NOT IN ('O', 'A') OR (s.oid = ANY (freshet.marked_sources(r.oid))) IS NOT TRUE
          OR EXISTS (SELECT FROM pg_subscription_rel p WHERE p.srrelid = r.oid)
        ORDER BY r.oid = s.oid DESC, r.oid LIMIT 1
        """;

    private static final String OBSERVE = """
        SELECT s.oid, s.name, s.tracked_since IS NOT NULL AS tracked, s.looked_at, s.counted, s.counted_at, s.grown_since,
          s.fingerprint, f.fingerprint AS fingerprint_now, d.relations <> s.relations AS regrouped, s.untracked_because AS reason,
          CASE s.kind
            WHEN 'view' THEN NULL WHEN 'function' THEN NULL
            WHEN 'foreign-table' THEN 'it is a foreign table: what changes on another server fires no triggers here'
            WHEN 'materialized-view' THEN 'Freshet has not refreshed it'
            WHEN 'table' THEN CASE
              WHEN c.relnamespace = 'information_schema'::regnamespace THEN 'the catalogs of PostgreSQL fire no triggers'
              WHEN c.relnamespace = 'freshet'::regnamespace THEN 'tables of Freshet itself carry no marks'
              ELSE (%s) END
            ELSE 'it is neither a table nor a view' END AS reason_now,
          CASE WHEN s.kind = 'table' THEN (
            SELECT sum(pg_stat_get_tuples_inserted(r) + pg_stat_get_tuples_updated(r) + pg_stat_get_tuples_deleted(r))
            FROM unnest(d.relations) r) END AS counted_now,
          greatest(s.marked_at, m.at) AS marked_at, coalesce(m.truncated, false) AS truncated, clock_timestamp() AS now
        FROM freshet.source s
        LEFT JOIN pg_class c ON s.kind <> 'function' AND c.oid = s.oid
        CROSS JOIN LATERAL freshet.describe_source(CASE s.kind WHEN 'function' THEN 'pg_proc'::regclass ELSE 'pg_class'::regclass END, s.oid) d
        CROSS JOIN LATERAL (SELECT freshet.source_fingerprint(s.oid, s.kind, d.relations) AS fingerprint) f
        CROSS JOIN LATERAL (
          SELECT max(m.at) AS at, bool_or(m.kind = 'truncate' AND m.at >= s.looked_at) AS truncated FROM freshet.change_mark m
          WHERE m.source = s.oid AND m.kind <> 'tripwire') m
        """.formatted(REASON.strip());

    private static final String TRIP =
            "INSERT INTO freshet.change_mark (source, at, kind, note) VALUES (cast(:source AS oid), :at, 'tripwire',"
                    + " :note)";

    private static final String NOTE = """
        UPDATE freshet.source s
        SET relations = d.relations, name = d.name, fingerprint = :fingerprint, counted = :counted, counted_at = :countedAt, grown_since = :grownSince,
          tracked_since = CASE WHEN cast(:reason AS text) IS NULL THEN coalesce(s.tracked_since, pg_current_xact_id()) END, untracked_because = :reason,
          marked_at = :markedAt, tripped_at = CASE WHEN cast(:tripped AS text) IS NULL THEN s.tripped_at ELSE clock_timestamp() END,
          tripped_because = coalesce(:tripped, s.tripped_because), looked_at = :now
        FROM freshet.describe_source(CASE WHEN :function THEN 'pg_proc'::regclass ELSE 'pg_class'::regclass END, cast(:source AS oid)) d
        WHERE s.oid = cast(:source AS oid)
        """;

    // The mark itself may be gone by the time the statistics have counted what it was for.
    private static final String LOOKED = """
        UPDATE freshet.source s SET looked_at = :now, marked_at = nullif(greatest(l.marked_at, s.marked_at), '-infinity')
        FROM unnest(cast(:sources AS oid[]), cast(:marked AS timestamptz[])) l (source, marked_at) WHERE s.oid = l.source
        """;

    /**
     * Whoever reads from now on sees all that this statement sees; of what a snapshot in force does not see, the oldest
     * mark stands for the rest. So it does among any marks: after a pause there may be millions.
     */
    private static final String COMPACT = """
        WITH batch AS MATERIALIZED (
          SELECT m.ctid AS place, m.source, m.xact, m.at FROM freshet.change_mark m LIMIT :most),
        kept AS MATERIALIZED (
          SELECT v.source, min(m.at) AS at
          FROM (SELECT DISTINCT ON (w.source, w.snapshot::text) w.source, w.snapshot, w.snapshot::text AS text FROM freshet.view_source w) v
          JOIN batch m ON m.source = v.source AND NOT pg_visible_in_snapshot(m.xact, v.snapshot)
          GROUP BY v.source, v.text),
        gone AS (
          DELETE FROM freshet.change_mark m USING batch b
          WHERE m.ctid = b.place AND NOT EXISTS (SELECT FROM kept k WHERE k.source = b.source AND k.at = b.at)
          RETURNING m.source, m.at, m.xact, m.kind),
        told AS (
          INSERT INTO freshet.source_activity AS a (source, hour, minutes, changes)
          SELECT g.source, date_trunc('hour', g.at, 'UTC'), bit_or(1::bigint << extract(minute FROM g.at AT TIME ZONE 'UTC')::int), count(DISTINCT g.xact)
          FROM gone g WHERE g.kind <> 'tripwire' GROUP BY 1, 2
          ON CONFLICT (source, hour) DO UPDATE SET minutes = a.minutes | excluded.minutes, changes = a.changes + excluded.changes)
        SELECT count(*) AS removed FROM gone
        """;

    private static final String PRUNE_ACTIVITY =
            "DELETE FROM freshet.source_activity WHERE hour < clock_timestamp() - :age::interval";

    /** Takes the right to look until the transaction ends; false while another node does. */
    boolean tryToLook(Session session) {
        return tryLock(session, AdvisoryLock.MARK_LOOKS);
    }

    /** Takes the right to throw marks away until the transaction ends; false while a refresh begins to read. */
    boolean tryToCompact(Session session) {
        return tryLock(session, AdvisoryLock.MARKS);
    }

    private static boolean tryLock(Session session, int key) {
        return session.query(TRY_LOCK)
                .bind("class", AdvisoryLock.HOUSEKEEPING)
                .bind("key", key)
                .one(row -> row.bool("locked"));
    }

    /** Drops what dead refreshes read, and what comes from another server. */
    void forgetReadings(Session session) {
        session.query(FORGET_READINGS).list(row -> true);
    }

    /** Drops sources that are no more. */
    void forgetSources(Session session) {
        session.query(FORGET_SOURCES).execute();
    }

    /** Adds the sources of these views that are not known yet. */
    void meet(Session session, Collection<String> views) {
        session.query(MEET).bind("views", views).execute();
    }

    /** Every known source as it was at the last look and as it is now. */
    List<SourceLook> observe(Session session) {
        return session.query(OBSERVE).list(MarkStore::look);
    }

    /** Records what a look found, and the change it gave away. */
    void note(Session session, SourceLook look) {
        SourceLook.Finding finding = look.finding();
        if (finding.tripped() != null) {
            session.query(TRIP)
                    .bind("source", look.source())
                    .bind("at", finding.changedAt())
                    .bind("note", finding.tripped())
                    .execute();
        }
        session.query(NOTE)
                .bind("source", look.source())
                .bind("function", look.isFunction())
                .bind("fingerprint", look.after().fingerprint())
                .bind("counted", finding.count().counted())
                .bind("countedAt", finding.count().at())
                .bind("grownSince", finding.count().grownSince())
                .bind("reason", look.after().reason())
                .bind("markedAt", look.markedAt())
                .bind("tripped", finding.tripped())
                .bind("now", look.now())
                .execute();
    }

    /** Records that sources were looked at and nothing was found. */
    void looked(Session session, List<SourceLook> looks) {
        if (!looks.isEmpty()) {
            session.query(LOOKED)
                    .bind("now", looks.getFirst().now())
                    .bind("sources", looks.stream().map(SourceLook::source).toList())
                    .bind(
                            "marked",
                            looks.stream()
                                    .map(look ->
                                            Optional.ofNullable(look.markedAt()).map(Instant::toString))
                                    .map(at -> at.orElse("-infinity"))
                                    .toList())
                    .execute();
        }
    }

    /** Throws away marks nobody needs, of at most so many that it looks at, and answers how many. */
    long compact(Session session, int most) {
        return session.query(COMPACT).bind("most", most).one(row -> row.number("removed"));
    }

    void pruneActivity(Session session, Duration age) {
        session.query(PRUNE_ACTIVITY).bind("age", age).execute();
    }

    private static SourceLook look(Row row) {
        return new SourceLook(
                row.number("oid"),
                row.text("name"),
                row.bool("tracked"),
                row.bool("regrouped"),
                row.bool("truncated"),
                row.nullableInstant("marked_at"),
                new SourceLook.Seen(
                        row.instant("looked_at"), row.nullableText("fingerprint"), row.nullableText("reason")),
                new SourceLook.Seen(
                        row.instant("now"), row.nullableText("fingerprint_now"), row.nullableText("reason_now")),
                new SourceLook.Count(
                        row.nullableNumber("counted"),
                        row.nullableInstant("counted_at"),
                        row.nullableInstant("grown_since")),
                row.nullableNumber("counted_now"));
    }
}
