// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Materialized views and what surrounds them, from the catalogs of a database. */
public final class ViewStore {

    /** Relations that are locked exclusively, or an index of which is: asking PostgreSQL for their size or indexes would wait until they are free. */
    private static final String HELD = """
        WITH held AS MATERIALIZED (
          SELECT coalesce(i.indrelid, l.relation) AS relation FROM pg_locks l LEFT JOIN pg_index i ON i.indexrelid = l.relation
          WHERE l.mode = 'AccessExclusiveLock' AND l.relation IS NOT NULL AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
        """;

    /** Names as users write them: unquoted, and with the schema or, in schema public, without. */
    private static final String LIST_VIEWS = HELD + """
        SELECT c.oid, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name, n.nspname AS schema,
          format('%I.%I', n.nspname, c.relname) AS quoted_name, pg_get_userbyid(c.relowner) AS owner,
          c.relispopulated AS populated,
          CASE WHEN c.oid IN (SELECT relation FROM held)
               THEN c.relpages::bigint * current_setting('block_size')::int ELSE pg_total_relation_size(c.oid) END AS size_bytes,
          CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END AS estimated_rows,
          obj_description(c.oid, 'pg_class') AS comment
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'm' AND n.nspname NOT LIKE 'pg\\_temp%' AND (cast(:oid AS oid) IS NULL OR c.oid = cast(:oid AS oid))
        ORDER BY n.nspname <> 'public', n.nspname, c.relname
        """;

    private static final String LIST_INDEXES = HELD + """
        SELECT i.indrelid AS view, c.relname AS name, format('%I.%I', n.nspname, c.relname) AS quoted_name,
          CASE WHEN i.indrelid NOT IN (SELECT relation FROM held) THEN pg_get_indexdef(c.oid) END AS definition, m.amname AS method,
          ARRAY (SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (number, position)
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                 WHERE k.position <= i.indnkeyatts ORDER BY k.position) AS columns,
          i.indisunique AS "unique", i.indisvalid AS valid, i.indisready AS ready, i.indimmediate AS immediate,
          i.indpred IS NOT NULL AS partial, i.indexprs IS NOT NULL AS expressions
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_am m ON m.oid = c.relam JOIN pg_class v ON v.oid = i.indrelid
        WHERE v.relkind = 'm' AND (cast(:oid AS oid) IS NULL OR v.oid = cast(:oid AS oid))
        ORDER BY c.relname
        """;

    private static final String FIND_VIEW =
            "SELECT v.oid FROM freshet.find_view(:name) v (oid) WHERE v.oid IS NOT NULL";

    private static final String FIND_OTHER_RELATION = """
        SELECT CASE c.relkind WHEN 'v' THEN 'a plain view' WHEN 'f' THEN 'a foreign table' WHEN 'S' THEN 'a sequence'
                              WHEN 'i' THEN 'an index' WHEN 'I' THEN 'an index' WHEN 'c' THEN 'a type' ELSE 'a table' END AS kind
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind <> 'm' AND (n.nspname || '.' || c.relname = :name OR n.nspname = 'public' AND c.relname = :name)
        """;

    private static final String DEFINITION = "SELECT pg_get_viewdef(cast(:oid AS oid), true) AS definition";

    private static final String PRIVILEGES = """
        SELECT current_user AS who, quote_ident(current_user) AS quoted_who, quote_ident(pg_get_userbyid(c.relowner)) AS quoted_owner,
          current_setting('server_version_num')::int AS version,
          has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(c.relnamespace, 'USAGE') AS readable,
          CASE WHEN pg_has_role(c.relowner, 'USAGE') THEN true
               WHEN current_setting('server_version_num')::int >= 170000 THEN has_table_privilege(c.oid, 'MAINTAIN')
               ELSE false END AS refreshable
        FROM pg_class c WHERE c.oid = cast(:oid AS oid)
        """;

    /** A function whose body was parsed when it was created does not look names up again; one given as text does. */
    private static final String LIST_FUNCTIONS_WITHOUT_SEARCH_PATH = """
        WITH RECURSIVE walk (class, object) AS (
          SELECT 'pg_class'::regclass::oid, cast(:oid AS oid)
          UNION
          SELECT d.refclassid, d.refobjid FROM walk w
          JOIN pg_rewrite r ON r.ev_class = w.object AND r.ev_type = '1' AND w.class = 'pg_class'::regclass
          JOIN pg_class c ON c.oid = w.object AND (c.relkind = 'v' OR c.oid = cast(:oid AS oid))
          JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
          WHERE d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass))
        SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS signature,
          concat_ws(', ', quote_ident(n.nspname), CASE WHEN n.nspname <> 'public' THEN 'public' END) AS search_path
        FROM walk w JOIN pg_proc p ON w.class = 'pg_proc'::regclass AND p.oid = w.object
        JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
        WHERE n.nspname <> 'pg_catalog' AND p.prokind IN ('f', 'w') AND l.lanname IN ('sql', 'plpgsql') AND p.prosqlbody IS NULL
          AND NOT EXISTS (SELECT FROM unnest(p.proconfig) setting WHERE setting LIKE 'search\\_path=%')
        ORDER BY 1
        """;

    private static final String LIST_BLOCKERS = """
        SELECT b.pid, a.usename AS user, a.application_name AS application, a.state, a.xact_start AS since,
          freshet.shown_query(a.query) AS query
        FROM unnest(pg_blocking_pids(:pid)) b (pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid
        """;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(:lock, :key) AS locked";

    private static final String UNLOCK = "SELECT pg_advisory_unlock(:lock, :key)";

    private static final String LOCK_HOLDER = """
        SELECT l.pid FROM pg_locks l
        WHERE l.locktype = 'advisory' AND l.classid = cast(:lock AS oid) AND l.objid = cast(:key AS oid) AND l.objsubid = 2 AND l.granted
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
        """;

    private static final String SWAP_OBSTACLE = """
        SELECT o.reason, o.ddl FROM freshet.swap_obstacle(cast(:oid AS oid)) o WHERE o.reason IS NOT NULL
        """;

    private static final String FINGERPRINT_TOGETHER =
            "SELECT freshet.fingerprint_together(cast(:oids AS oid[])) AS fingerprint";

    private static final String KEEP_MARKS = "SELECT pg_advisory_lock_shared(:lock, :key)";

    private static final String RELEASE_MARKS = "SELECT pg_advisory_unlock_shared(:lock, :key)";

    private static final String SET_LOCK_TIMEOUT = "SELECT set_config('lock_timeout', :timeout, false)";

    /** Every materialized view of the database, schema {@code public} first. */
    public List<MaterializedView> list(Session session) {
        return list(session, null);
    }

    /** The view of that name, with or without {@code public.} in front. */
    public Optional<MaterializedView> find(Session session, String name) {
        return session.query(FIND_VIEW)
                .bind("name", name)
                .first(row -> row.number("oid"))
                .flatMap(oid -> list(session, oid).stream().findFirst());
    }

    /** What else bears the name, for example {@code a table}. */
    Optional<String> findOtherRelation(Session session, String name) {
        return session.query(FIND_OTHER_RELATION).bind("name", name).first(row -> row.text("kind"));
    }

    /** The view's query. Waits while the view or what it reads is locked exclusively. */
    public String definition(Session session, MaterializedView view) {
        return session.query(DEFINITION).bind("oid", view.oid()).one(row -> row.text("definition"));
    }

    Privileges privileges(Session session, MaterializedView view) {
        return session.query(PRIVILEGES).bind("oid", view.oid()).one(Privileges::of);
    }

    /** Functions the view uses, directly or through plain views, whose bodies look names up at each call. */
    List<UnsetSearchPath> listFunctionsWithoutSearchPath(Session session, MaterializedView view) {
        return session.query(LIST_FUNCTIONS_WITHOUT_SEARCH_PATH)
                .bind("oid", view.oid())
                .list(row -> new UnsetSearchPath(row.text("signature"), row.text("search_path")));
    }

    /** Why the view cannot be refreshed by swap. */
    Optional<SwapObstacle> findSwapObstacle(Session session, MaterializedView view) {
        return session.query(SWAP_OBSTACLE)
                .bind("oid", view.oid())
                .first(row -> new SwapObstacle(row.text("reason"), row.nullableText("ddl")));
    }

    /** Who a backend waits for. */
    List<Blocker> listBlockers(Session session, int pid) {
        return session.query(LIST_BLOCKERS)
                .bind("pid", pid)
                .list(row -> new Blocker(
                        row.integer("pid"),
                        row.nullableText("user"),
                        row.nullableText("application"),
                        row.nullableText("state"),
                        row.nullableInstant("since"),
                        row.nullableText("query")));
    }

    /** Takes the view's lock for this session if nobody has it. */
    boolean tryLock(Session session, MaterializedView view) {
        return session.query(TRY_LOCK)
                .bind("lock", AdvisoryLock.VIEW)
                .bind("key", AdvisoryLock.key(view.oid()))
                .one(row -> row.bool("locked"));
    }

    void unlock(Session session, MaterializedView view) {
        session.query(UNLOCK)
                .bind("lock", AdvisoryLock.VIEW)
                .bind("key", AdvisoryLock.key(view.oid()))
                .execute();
    }

    /** Keeps change marks as they are until they are released, or the session ends. */
    void keepMarks(Session session) {
        session.query(KEEP_MARKS)
                .bind("lock", AdvisoryLock.HOUSEKEEPING)
                .bind("key", AdvisoryLock.MARKS)
                .list(row -> true);
    }

    void releaseMarks(Session session) {
        session.query(RELEASE_MARKS)
                .bind("lock", AdvisoryLock.HOUSEKEEPING)
                .bind("key", AdvisoryLock.MARKS)
                .list(row -> true);
    }

    /** Changes when somebody refreshes one of the views or replaces the file of what they read. */
    String fingerprint(Session session, List<MaterializedView> views) {
        return session.query(FINGERPRINT_TOGETHER)
                .bind("oids", views.stream().map(MaterializedView::oid).toList())
                .one(row -> row.text("fingerprint"));
    }

    /** The backend that holds the view's lock. */
    Optional<Integer> findLockHolder(Session session, MaterializedView view) {
        return session.query(LOCK_HOLDER)
                .bind("lock", AdvisoryLock.VIEW)
                .bind("key", AdvisoryLock.key(view.oid()))
                .first(row -> row.integer("pid"));
    }

    /** Limits how long this session waits for any lock; 0 for no limit. */
    void setLockTimeout(Session session, long milliseconds) {
        session.query(SET_LOCK_TIMEOUT).bind("timeout", milliseconds + "ms").execute();
    }

    private static List<MaterializedView> list(Session session, @Nullable Long oid) {
        Map<Long, List<ViewIndex>> indexes = new LinkedHashMap<>();
        session.query(LIST_INDEXES)
                .bind("oid", oid)
                .list(row -> indexes.computeIfAbsent(row.number("view"), view -> new ArrayList<>())
                        .add(index(row)));
        return session.query(LIST_VIEWS)
                .bind("oid", oid)
                .list(row -> view(row, indexes.getOrDefault(row.number("oid"), List.of())));
    }

    private static MaterializedView view(Row row, List<ViewIndex> indexes) {
        return new MaterializedView(
                row.number("oid"),
                row.text("name"),
                row.text("schema"),
                row.text("quoted_name"),
                row.text("owner"),
                row.bool("populated"),
                row.number("size_bytes"),
                row.nullableNumber("estimated_rows"),
                row.nullableText("comment"),
                indexes);
    }

    private static ViewIndex index(Row row) {
        return new ViewIndex(
                row.text("name"),
                row.text("quoted_name"),
                row.nullableText("definition"),
                row.text("method"),
                row.texts("columns"),
                row.bool("unique"),
                row.bool("valid"),
                row.bool("ready"),
                row.bool("immediate"),
                row.bool("partial"),
                row.bool("expressions"));
    }

    /**
     * What the current role may do with a view.
     *
     * @param version the server's, as {@code server_version_num}
     */
    record Privileges(
            String who, String quotedWho, String quotedOwner, int version, boolean readable, boolean refreshable) {

        static Privileges of(Row row) {
            return new Privileges(
                    row.text("who"),
                    row.text("quoted_who"),
                    row.text("quoted_owner"),
                    row.integer("version"),
                    row.bool("readable"),
                    row.bool("refreshable"));
        }
    }

    /**
     * What stands in the way of a swap.
     *
     * @param ddl what mends it, or null
     */
    record SwapObstacle(String reason, @Nullable String ddl) {}

    /**
     * A function that relies on the caller's search path.
     *
     * @param signature schema, name and argument types, quoted for SQL
     * @param searchPath a path that probably suits it
     */
    record UnsetSearchPath(String signature, String searchPath) {}
}
