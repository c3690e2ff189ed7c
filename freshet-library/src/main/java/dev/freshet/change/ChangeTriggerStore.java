// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.List;

/** All SQL about the triggers that record changes. */
final class ChangeTriggerStore {

    // A table with everything below it: partitions, and children by inheritance. Foreign tables take no such triggers.
    private static final String TREE = """
        WITH RECURSIVE tree AS (
          SELECT freshet.tracked_relation(:table)::oid AS id
          UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.id)
        SELECT c.oid::regclass::text AS relation, r.rolname AS owner, pg_has_role(c.relowner, 'USAGE') AS owned,
          has_table_privilege(c.oid, 'TRIGGER') AS allowed, quote_ident(current_user) AS role,
          (SELECT count(*) FROM pg_trigger g
           WHERE g.tgrelid = c.oid AND g.tgfoid = 'freshet.record_change'::regproc AND g.tgenabled <> 'D'
             AND g.tgargs = convert_to(:table, 'UTF8') || '\\x00'::bytea) = 4 AS installed
        FROM tree t JOIN pg_class c ON c.oid = t.id JOIN pg_roles r ON r.oid = c.relowner
        WHERE c.relkind IN ('r', 'p') ORDER BY c.oid
        """;

    private static final String LIST_TRACKED = """
        SELECT DISTINCT g.tgrelid::regclass::text AS relation, encode(substring(g.tgargs FOR length(g.tgargs) - 1), 'escape') AS name,
          r.rolname AS owner, pg_has_role(c.relowner, 'USAGE') AS owned, true AS allowed, quote_ident(current_user) AS role, true AS installed
        FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_roles r ON r.oid = c.relowner
        WHERE g.tgfoid = 'freshet.record_change'::regproc ORDER BY 1
        """;

    private static final String INSTALL = "SELECT freshet.track_changes(:relation::regclass, :table)";
    private static final String REMOVE = "SELECT freshet.untrack_changes(:relation::regclass)";

    // Triggers want a lock that waits behind writers, and makes writers wait behind it: not for long.
    private static final String PATIENCE = "SET LOCAL lock_timeout = '2s'";

    /** A table with its partitions and children; empty where it does not exist. */
    List<Place> tree(Session session, String table) {
        return session.query(TREE).bind("table", table).list(row -> place(row, table));
    }

    /** Every table with triggers that record changes. */
    List<Place> listTracked(Session session) {
        return session.query(LIST_TRACKED).list(row -> place(row, row.text("name")));
    }

    void install(Session session, Place place) {
        session.execute(PATIENCE);
        session.query(INSTALL)
                .bind("relation", place.relation())
                .bind("table", place.table())
                .list(row -> true);
    }

    void remove(Session session, Place place) {
        session.execute(PATIENCE);
        session.query(REMOVE).bind("relation", place.relation()).list(row -> true);
    }

    private static Place place(Row row, String table) {
        return new Place(
                table,
                row.text("relation"),
                row.text("owner"),
                row.bool("owned"),
                row.bool("allowed"),
                row.text("role"),
                row.bool("installed"));
    }

    /**
     * A table, partition or child that carries triggers or should.
     *
     * @param table the tracked table it belongs to
     * @param relation as SQL names it
     * @param owned whether Freshet's role may drop its triggers
     * @param allowed whether Freshet's role may create triggers on it
     * @param role Freshet's role, as SQL names it
     * @param installed whether the triggers are there
     */
    record Place(
            String table,
            String relation,
            String owner,
            boolean owned,
            boolean allowed,
            String role,
            boolean installed) {}
}
