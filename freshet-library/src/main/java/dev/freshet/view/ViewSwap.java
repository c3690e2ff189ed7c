// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.ViewDefinition;
import dev.freshet.job.RunLog;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;

/**
 * The refresh of a view by building another like it beside, and putting that in its place.
 *
 * <p>All in one transaction, so that whatever ends it early leaves the view as it was and nothing beside it. Readers wait from
 * the lock on the old view to the commit, a few catalog rows later; while the lock cannot be had, what was built is kept.
 */
final class ViewSwap {

    private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

    private final Session session;
    private final ViewDefinition definition;
    private final RunLog log;
    private final SwapStore store = new SwapStore();
    private final ViewRowStore rows = new ViewRowStore();

    ViewSwap(Session session, ViewDefinition definition, RunLog log) {
        this.session = session;
        this.definition = definition;
        this.log = log;
    }

    /**
     * Refreshes the view, and answers how many rows it has.
     *
     * @throws DatabaseException whatever went wrong; then the caller ends the transaction
     */
    long run(long refreshId, MaterializedView view, LockWaits waits) {
        session.begin();
        session.execute(READ_COMMITTED);
        SwapStore.Beside beside = waits.during(() -> build(view));
        long count = rows.countRows(session, beside.quotedName()).rows();
        session.execute("SAVEPOINT built");
        while (!putInPlace(refreshId, view, beside, waits)) {
            waits.pause();
        }
        session.commit();
        return count;
    }

    private SwapStore.Beside build(MaterializedView view) {
        SwapStore.Beside beside = store.createBeside(session, view);
        new RefreshStatement(session, log, definition.name())
                .execute("REFRESH MATERIALIZED VIEW " + beside.quotedName());
        store.index(session, view, beside);
        return beside;
    }

    private boolean putInPlace(long refreshId, MaterializedView view, SwapStore.Beside beside, LockWaits waits) {
        try {
            return waits.during(() -> {
                store.putInPlace(session, refreshId, view, beside);
                return true;
            });
        } catch (DatabaseException e) {
            if (!e.error().isLockTimeout()) {
                throw e;
            }
            session.execute("ROLLBACK TO SAVEPOINT built");
            return false;
        }
    }
}
