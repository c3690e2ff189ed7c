// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.postgres.Session;

/** Builds a view beside another and puts it in its place; within a transaction of the caller. */
final class SwapStore {

    private static final String CREATE_BESIDE = """
        SELECT b.beside, b.name, f.fingerprint
        FROM freshet.swap_fingerprint(cast(:oid AS oid)) f (fingerprint), freshet.create_beside(cast(:oid AS oid)) b
        """;

    private static final String INDEX_BESIDE = "SELECT freshet.index_beside(cast(:oid AS oid), cast(:beside AS oid))";

    private static final String PUT_IN_PLACE = """
        SELECT freshet.put_in_place(cast(:oid AS oid), cast(:beside AS oid), :fingerprint, :refreshId)
        """;

    /** Creates an empty view like this one. */
    Beside createBeside(Session session, MaterializedView view) {
        return session.query(CREATE_BESIDE)
                .bind("oid", view.oid())
                .one(row -> new Beside(row.number("beside"), row.text("name"), row.text("fingerprint")));
    }

    /** Gives it the indexes of the other, once it is filled. */
    void index(Session session, MaterializedView view, Beside beside) {
        session.query(INDEX_BESIDE)
                .bind("oid", view.oid())
                .bind("beside", beside.oid())
                .list(row -> true);
    }

    /** Puts it in the place of the other, which is dropped. */
    void putInPlace(Session session, long refreshId, MaterializedView view, Beside beside) {
        session.query(PUT_IN_PLACE)
                .bind("oid", view.oid())
                .bind("beside", beside.oid())
                .bind("fingerprint", beside.fingerprint())
                .bind("refreshId", refreshId)
                .list(row -> true);
    }

    /**
     * A view built beside another.
     *
     * @param quotedName schema and name, quoted for SQL
     * @param fingerprint of the other when it began
     */
    record Beside(long oid, String quotedName, String fingerprint) {}
}
