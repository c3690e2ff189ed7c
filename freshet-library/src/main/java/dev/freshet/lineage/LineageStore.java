// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the graph from the catalogs of a database. */
public final class LineageStore {

    /** A step from a reader to what it reads; both are rows of pg_class or pg_proc. */
    private static final String WALK = """
        WITH RECURSIVE step AS NOT MATERIALIZED (
          SELECT 'pg_class'::regclass::oid AS class, r.ev_class AS object, d.refclassid AS source_class, d.refobjid AS source
          FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
          WHERE r.ev_type = '1' AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)
          UNION ALL
          SELECT d.classid, d.objid, d.refclassid, d.refobjid FROM pg_depend d
          WHERE d.classid = 'pg_proc'::regclass AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)),
        walk (class, object) AS (
          SELECT 'pg_class'::regclass::oid, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE %s
          UNION
          SELECT s.source_class, s.source FROM walk w JOIN step s ON s.class = w.class AND s.object = w.object)
        SELECT DISTINCT w.class, w.object, s.source_class, s.source,
          CASE WHEN p.oid IS NOT NULL AND p.prosqlbody IS NULL AND p.provolatile <> 'i' AND p.prolang NOT IN (
                      SELECT l.oid FROM pg_language l WHERE l.lanname IN ('c', 'internal')) THEN 'opaque-function'
               WHEN p.oid IS NOT NULL THEN 'function' WHEN c.relkind IN ('r', 'p') THEN 'table' WHEN c.relkind = 'v' THEN 'view'
               WHEN c.relkind = 'm' THEN 'materialized-view' WHEN c.relkind = 'f' THEN 'foreign-table' END AS kind,
          CASE WHEN n.nspname <> 'public' THEN n.nspname || '.' ELSE '' END
            || coalesce(c.relname, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')') AS name
        FROM walk w
        LEFT JOIN pg_class c ON w.class = 'pg_class'::regclass AND c.oid = w.object
        LEFT JOIN pg_proc p ON w.class = 'pg_proc'::regclass AND p.oid = w.object
        JOIN pg_namespace n ON n.oid = coalesce(c.relnamespace, p.pronamespace)
        LEFT JOIN step s ON s.class = w.class AND s.object = w.object
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') OR p.oid IS NOT NULL
        ORDER BY name, s.source
        """;

    private static final String WALK_FROM_RELATIONS = WALK.formatted("c.oid = ANY (cast(:relations AS oid[]))");

    private static final String WALK_FROM_ALL_VIEWS = WALK.formatted(
            "c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'freshet') AND"
                    + " n.nspname NOT LIKE 'pg\\_temp%'");

    private static final String NAME = "CASE WHEN n.nspname <> 'public' THEN n.nspname || '.' ELSE '' END || c.relname";

    private static final String KIND = """
        CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized-view' WHEN 'f' THEN 'foreign-table' ELSE 'table' END
        """;

    private static final String LIST_RELATIONS = """
        SELECT c.oid, %s AS kind, %s AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'
          AND (cast(:name AS text) IN (%s, n.nspname || '.' || c.relname)
               OR (cast(:name AS text) IS NULL AND n.nspname <> 'freshet'))
        ORDER BY name
        """.formatted(KIND, NAME, NAME);

    /** A step from a table to the one whose partition or child it is. */
    private static final String LIST_PARENTS = """
        WITH RECURSIVE walk (child, parent) AS (
          SELECT i.inhrelid, i.inhparent FROM pg_inherits i WHERE i.inhrelid = cast(:relation AS oid)
          UNION SELECT i.inhrelid, i.inhparent FROM walk w JOIN pg_inherits i ON i.inhrelid = w.parent)
        SELECT w.child, c.oid, %s AS kind, %s AS name
        FROM walk w JOIN pg_class c ON c.oid = w.parent JOIN pg_namespace n ON n.oid = c.relnamespace
        """.formatted(KIND, NAME);

    /** The graph of some relations and of all they read, directly or not. */
    public DependencyGraph upstreamOf(Session session, Collection<Long> relations) {
        return graph(
                session.query(WALK_FROM_RELATIONS).bind("relations", relations).list(Step::of));
    }

    /** The graph of every view of the database and of all they read. */
    public DependencyGraph whole(Session session) {
        return graph(session.query(WALK_FROM_ALL_VIEWS).list(Step::of));
    }

    /** The table, view, materialized view or foreign table of a name, with or without {@code public.} in front. */
    public Optional<Relation> find(Session session, String name) {
        return session.query(LIST_RELATIONS).bind("name", name).first(LineageStore::relation);
    }

    /** Every table and view of the database, by name. */
    public List<Relation> listRelations(Session session) {
        return session.query(LIST_RELATIONS).bind("name", null).list(LineageStore::relation);
    }

    /** The tables whose partition or child a table is, directly or not, each with those it gets rows from. */
    public Map<Relation, Set<Relation>> parentsOf(Session session, Relation relation) {
        Map<Long, Relation> known = new LinkedHashMap<>(Map.of(relation.oid(), relation));
        Map<Relation, Set<Long>> children = new LinkedHashMap<>();
        session.query(LIST_PARENTS).bind("relation", relation.oid()).list(row -> {
            Relation parent = relation(row);
            known.put(parent.oid(), parent);
            return children.computeIfAbsent(parent, key -> new LinkedHashSet<>())
                    .add(row.number("child"));
        });
        Map<Relation, Set<Relation>> sources = new LinkedHashMap<>();
        children.forEach((parent, oids) -> oids.forEach(oid -> {
            Relation child = known.get(oid);
            if (child != null) {
                sources.computeIfAbsent(parent, key -> new LinkedHashSet<>()).add(child);
            }
        }));
        return sources;
    }

    private static Relation relation(Row row) {
        return new Relation(RelationKind.of(row.text("kind")), row.number("oid"), row.text("name"));
    }

    private static DependencyGraph graph(List<Step> steps) {
        Map<Node, Relation> relations = new LinkedHashMap<>();
        steps.forEach(step -> relations.put(step.reader, step.relation));
        Map<Relation, Set<Relation>> sources = new LinkedHashMap<>();
        for (Step step : steps) {
            Set<Relation> reads = sources.computeIfAbsent(step.relation, relation -> new LinkedHashSet<>());
            Relation source = step.source == null ? null : relations.get(step.source);
            if (source != null) {
                reads.add(source);
            }
        }
        return new DependencyGraph(sources);
    }

    /** An OID and the catalog it is of: OIDs are unique only within one. */
    private record Node(long catalog, long oid) {}

    private record Step(
            Node reader, Relation relation, @Nullable Node source) {

        static Step of(Row row) {
            Long sourceCatalog = row.nullableNumber("source_class");
            RelationKind kind = RelationKind.of(row.text("kind"));
            return new Step(
                    new Node(row.number("class"), row.number("object")),
                    new Relation(kind, row.number("object"), row.text("name")),
                    sourceCatalog == null ? null : new Node(sourceCatalog, row.number("source")));
        }
    }
}
