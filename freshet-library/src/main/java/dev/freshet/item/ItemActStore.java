// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.RunItems;
import dev.freshet.postgres.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The SQL of what people do to items. */
public final class ItemActStore implements RunItems {

    private static final String EVENT = """
        history || jsonb_strip_nulls(jsonb_build_object('at', clock_timestamp(), 'what', '%s', 'by', :by::text,
                                                        'message', :reason::text))
        """;

    private static final String REINJECT =
            """
            UPDATE freshet.item i SET state = 'waiting', ended_at = NULL, changed_by = :by, history = EVENT
            WHERE FILTER AND i.state = 'failed'
            """.replace("EVENT", EVENT.formatted("re-injected")).replace("FILTER", ItemQueries.FILTER);

    private static final String DISMISS =
            """
            UPDATE freshet.item i
            SET state = 'dismissed', ended_at = clock_timestamp(), changed_by = :by, reason = :reason, history = EVENT
            WHERE FILTER AND i.state IN ('failed', 'waiting')
            """.replace("EVENT", EVENT.formatted("dismissed")).replace("FILTER", ItemQueries.FILTER);

    // As it was before: failed where it has failed, else waiting.
    private static final String RESTORE =
            """
            UPDATE freshet.item i
            SET state = CASE WHEN i.error IS NULL THEN 'waiting' ELSE 'failed' END, changed_by = :by, reason = NULL,
                ended_at = CASE WHEN i.error IS NULL THEN NULL ELSE i.ended_at END, history = EVENT
            WHERE FILTER AND i.state = 'dismissed'
            """.replace("EVENT", EVENT.formatted("restored")).replace("FILTER", ItemQueries.FILTER);

    private static final String EDIT =
            """
            UPDATE freshet.item i SET payload = :payload::jsonb, changed_by = :by, history = EVENT
            WHERE FILTER AND i.state IN ('failed', 'waiting')
            """.replace("EVENT", EVENT.formatted("edited")).replace("FILTER", ItemQueries.FILTER);

    private static final String COUNT_WAITING = """
        SELECT count(*) AS items FROM freshet.item_list l
        JOIN freshet.item i ON i.run_id = l.run_id AND i.listed_at = l.listed_at
        WHERE l.run_id = :run AND i.state = 'waiting'
        """;

    private static final String DELETE_LISTS =
            "DELETE FROM freshet.item_list WHERE listed_at < clock_timestamp() - :age::interval - interval '8 days'";

    private final ItemStore lists = new ItemStore();

    long reinject(Session session, ItemList list, ItemFilter filter, String by, @Nullable String reason) {
        return act(session, REINJECT, list, filter, by, reason);
    }

    long dismiss(Session session, ItemList list, ItemFilter filter, String by, String reason) {
        return act(session, DISMISS, list, filter, by, reason);
    }

    long restore(Session session, ItemList list, ItemFilter filter, String by, @Nullable String reason) {
        return act(session, RESTORE, list, filter, by, reason);
    }

    boolean edit(
            Session session, ItemList list, ItemFilter filter, String by, @Nullable String reason, String payload) {
        return ItemQueries.bind(session.query(EDIT), list, filter)
                        .bind("by", by)
                        .bind("reason", reason)
                        .bind("payload", payload)
                        .execute()
                == 1;
    }

    private static long act(
            Session session, String sql, ItemList list, ItemFilter filter, String by, @Nullable String reason) {
        return ItemQueries.bind(session.query(sql), list, filter)
                .bind("by", by)
                .bind("reason", reason)
                .execute();
    }

    @Override
    public long countWaiting(Session session, long itemRunId) {
        return session.query(COUNT_WAITING).bind("run", itemRunId).one(row -> row.number("items"));
    }

    @Override
    public long reinjectFailed(Session session, long itemRunId, String by) {
        return lists.findList(session, itemRunId)
                .map(list -> reinject(session, list, ItemFilter.ALL, by, null))
                .orElse(0L);
    }

    /** Forgets lists whose items were pruned: an item lives up to a week longer than its retention says. */
    @Override
    public int deleteListsOlderThan(Session session, Duration age) {
        return session.query(DELETE_LISTS).bind("age", age).execute();
    }
}
