// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunValues;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.NamedSql;
import dev.freshet.postgres.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists the items of a run: in one transaction, whole or not at all. */
final class ItemListing {

    private final ItemStore store;

    ItemListing(ItemStore store) {
        this.store = store;
    }

    /**
     * Lists what the job's SELECT yields.
     *
     * @throws FreshetException when the SELECT fails, or a key is missing or occurs twice; nothing is listed then
     */
    ItemList list(RunContext context, String select) {
        Session session = context.session();
        String sql = trimmed(select);
        Map<String, @Nullable String> values =
                RunValues.of(context.run()).only(NamedSql.parse(sql).names(), "select", context.job());
        session.begin();
        try {
            context.recordItemsListed(session);
            ItemList list =
                    store.startList(session, context.run().id(), context.job().name());
            ItemStore.Listed listed = insert(session, list, sql, values);
            refuseFault(context, listed);
            store.setRead(session, list.runId(), listed.read());
            session.commit();
            context.log().info("Listed " + Words.items(listed.read()));
            return new ItemList(list.runId(), list.job(), list.listedAt(), listed.read());
        } catch (RuntimeException e) {
            session.rollback();
            throw e;
        }
    }

    private ItemStore.Listed insert(Session session, ItemList list, String sql, Map<String, @Nullable String> values) {
        try {
            return store.insert(session, list, sql, values);
        } catch (DatabaseException e) {
            throw e.within(sql, ItemStore.SELECT_PREFIX.length());
        }
    }

    private static void refuseFault(RunContext context, ItemStore.Listed listed) {
        if (listed.faultyRow() == null) {
            return;
        }
        String of = "The select of job " + context.job().name();
        String wrong;
        if (!listed.hasKey()) {
            wrong = of + " yields no column named key. Name the column that tells items apart: SELECT id AS key, …";
        } else if (listed.faultyKey() == null) {
            wrong = of + " yields a row without a key: key is NULL in " + Words.rows(listed.times()) + ", first in row "
                    + listed.faultyRow() + ". Leave such rows out, or give them a key.";
        } else {
            wrong = of + " yields the key '" + listed.faultyKey() + "' in " + Words.rows(listed.times())
                    + ", first in row " + listed.faultyRow()
                    + ". Keys must be unique: choose another column, or SELECT DISTINCT.";
        }
        throw new FreshetException(ErrorCode.INVALID_ARGUMENT, wrong + " Nothing was listed.");
    }

    /** As a subquery: without the semicolon at its end. */
    private static String trimmed(String select) {
        String sql = select.strip();
        while (sql.endsWith(";")) {
            sql = sql.substring(0, sql.length() - 1).strip();
        }
        return sql;
    }
}
