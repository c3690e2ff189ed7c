// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.Collection;
import java.util.List;

/** All SQL about the triggers that mark changes. */
final class MarkTriggerStore {

    private static final String ROOTS = """
        WITH view AS (SELECT n.name, freshet.find_view(n.name) AS oid FROM unnest(cast(:views AS text[])) n (name)),
        root AS (
          SELECT v.name AS view, c.oid AS source
          FROM view v, freshet.read_by(v.oid, true) b
          JOIN pg_class c ON b.class = 'pg_class'::regclass AND c.oid = b.object AND c.relkind IN ('r', 'p')
          WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'freshet'::regnamespace))
        """;

    /** The tables that views read in the end. */
    private static final String LIST_ROOTS = ROOTS + """
        SELECT r.view, freshet.relation_name(r.source) AS source FROM root r ORDER BY 1, 2
        """;

    /** The tables, partitions and children that should tell of changes, each with the sources it should mark. */
    private static final String LIST_PLACES = ROOTS + """
        , place AS (
          SELECT t.relation, array_agg(s.source ORDER BY s.source) AS sources,
            array_agg(freshet.relation_name(s.source) ORDER BY s.source) AS names
          FROM (SELECT DISTINCT source FROM root) s, freshet.telling_relations(s.source) t
          JOIN pg_class c ON c.oid = t.relation AND c.relkind IN ('r', 'p')
          GROUP BY t.relation)
        SELECT p.relation::regclass::text AS relation, p.sources::text[] AS sources, p.names, o.rolname AS owner,
          pg_has_role(c.relowner, 'USAGE') AS owned, has_table_privilege(c.oid, 'TRIGGER') AS allowed, quote_ident(current_user) AS role,
          coalesce(freshet.marked_sources(p.relation) = p.sources, false) AND NOT (pg_has_role(c.relowner, 'USAGE') AND EXISTS (
            SELECT FROM pg_trigger g WHERE g.tgrelid = p.relation AND g.tgfoid = 'freshet.mark_change'::regproc AND g.tgenabled = 'O')) AS installed
        FROM place p JOIN pg_class c ON c.oid = p.relation JOIN pg_roles o ON o.oid = c.relowner
        ORDER BY p.relation
        """;

    private static final String LIST_MARKED = """
        SELECT DISTINCT g.tgrelid::regclass::text AS relation, cast('{}' AS text[]) AS sources, ARRAY[freshet.relation_name(g.tgrelid)] AS names,
          o.rolname AS owner, pg_has_role(c.relowner, 'USAGE') AS owned, true AS allowed, quote_ident(current_user) AS role, true AS installed
        FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_roles o ON o.oid = c.relowner
        WHERE g.tgfoid = 'freshet.mark_change'::regproc ORDER BY 1
        """;

    private static final String LIST_CLOCK_REASONS = """
        SELECT n.name, r.reason FROM unnest(cast(:views AS text[])) n (name), freshet.clock_reason(freshet.find_view(n.name)) r (reason)
        WHERE freshet.find_view(n.name) IS NOT NULL AND r.reason IS NOT NULL
        """;

    private static final String INSTALL = "SELECT freshet.install_marks(:relation::regclass, cast(:sources AS oid[]))";

    // A source that was tracked and lacked its trigger may have changed since somebody last saw it in place.
    private static final String MARK_GAP = """
        INSERT INTO freshet.change_mark (source, at, kind, note)
        SELECT s.oid, s.looked_at, 'tripwire', 'change marks were missing or altered on ' || :relation FROM freshet.source s
        WHERE s.oid = ANY (cast(:sources AS oid[])) AND s.tracked_since IS NOT NULL
        """;

    private static final String REMOVE = "SELECT freshet.remove_marks(:relation::regclass)";

    private static final String CATALOGS = """
        SELECT concat_ws(' ', (SELECT sum(xmin::text::bigint) FROM pg_rewrite), (SELECT sum(xmin::text::bigint) FROM pg_inherits),
          (SELECT sum(xmin::text::bigint) FROM pg_trigger WHERE NOT tgisinternal), (SELECT sum(xmin::text::bigint) FROM pg_class WHERE relkind IN ('m', 'r', 'p')),
          (SELECT count(*) FROM pg_class), (SELECT sum(xmin::text::bigint) FROM pg_proc WHERE oid >= 16384)) AS state
        """;

    List<Root> listRoots(Session session, Collection<String> views) {
        return session.query(LIST_ROOTS)
                .bind("views", views)
                .list(row -> new Root(row.text("view"), row.text("source")));
    }

    List<Place> listPlaces(Session session, Collection<String> views) {
        return session.query(LIST_PLACES).bind("views", views).list(MarkTriggerStore::place);
    }

    /** Every relation with triggers that mark changes. */
    List<Place> listMarked(Session session) {
        return session.query(LIST_MARKED).list(MarkTriggerStore::place);
    }

    /** Of these views those that the marks of their sources cannot tell everything about, with the reason. */
    List<Clocked> listClockReasons(Session session, Collection<String> views) {
        return session.query(LIST_CLOCK_REASONS)
                .bind("views", views)
                .list(row -> new Clocked(row.text("name"), row.text("reason")));
    }

    void install(Session session, Place place) {
        session.query(INSTALL)
                .bind("relation", place.relation())
                .bind("sources", place.sources())
                .list(row -> true);
        session.query(MARK_GAP)
                .bind("relation", place.relation())
                .bind("sources", place.sources())
                .execute();
    }

    void remove(Session session, Place place) {
        session.query(REMOVE).bind("relation", place.relation()).list(row -> true);
    }

    /** Changes when views, tables, functions, triggers, partitions or grants do; cheap to ask. */
    String catalogs(Session session) {
        return session.query(CATALOGS).one(row -> row.text("state"));
    }

    private static Place place(Row row) {
        return new Place(
                row.text("relation"),
                row.texts("sources").stream().map(Long::valueOf).toList(),
                row.texts("names"),
                row.text("owner"),
                row.bool("owned"),
                row.bool("allowed"),
                row.text("role"),
                row.bool("installed"));
    }

    /** A table that a view reads in the end. */
    record Root(String view, String source) {}

    /** A view whose rows change though its sources do not. */
    record Clocked(String view, String reason) {}

    /**
     * A table, partition or child whose trigger marks sources.
     *
     * @param relation as SQL names it
     * @param sources the OIDs of the tables it marks: mostly itself, or the table it is a partition of
     * @param names of the sources
     * @param owned whether Freshet's role may drop its trigger
     * @param allowed whether Freshet's role may create one
     * @param role Freshet's role, as SQL names it
     * @param installed whether it is there and marks exactly these, in every session where Freshet may see to that; who disabled
     *     it had a reason
     */
    record Place(
            String relation,
            List<Long> sources,
            List<String> names,
            String owner,
            boolean owned,
            boolean allowed,
            String role,
            boolean installed) {

        Place {
            sources = List.copyOf(sources);
            names = List.copyOf(names);
        }
    }
}
