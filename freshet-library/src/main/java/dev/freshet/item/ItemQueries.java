// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.postgres.Query;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read of items. */
public final class ItemQueries {

    /** A message without what differs from item to item: numbers, and the value at its end. */
    private static final String ALIKE =
            "regexp_replace(regexp_replace(i.error ->> 'message', ': \"[^\"]*\"', ': \"…\"', 'g'), '\\d+', '#', 'g')";

    static final String FILTER = """
        i.run_id = :run AND i.listed_at = :listedAt
          AND (cardinality(:numbers::bigint[]) = 0 OR i.number = ANY (:numbers::bigint[]))
          AND (:state::text IS NULL OR i.state = :state::text)
          AND (:key::text IS NULL OR position(lower(:key::text) IN lower(i.key)) > 0)
          AND (:error::text IS NULL OR i.error IS NOT NULL AND (
                position(lower(:error::text) IN lower(i.error ->> 'message')) > 0
                OR position(lower(:error::text) IN lower(ALIKE)) > 0
                OR i.error ->> 'sqlState' = :error::text))
        """.replace("ALIKE", ALIKE);

    private static final String COLUMNS = """
        i.run_id, i.number, i.key, i.payload, i.state, i.attempts, i.worked_run_id, i.ended_at, i.error, i.changed_by,
        i.reason, i.history
        """;

    private static final String LIST = "SELECT " + COLUMNS + " FROM freshet.item i WHERE " + FILTER
            + " AND i.number > :after ORDER BY i.number LIMIT :limit";

    private static final String COUNT = "SELECT count(*) AS items FROM freshet.item i WHERE " + FILTER;

    private static final String GROUPS = """
        SELECT i.error ->> 'sqlState' AS sqlstate, ALIKE AS message, count(*) AS items,
               (array_agg(i.key ORDER BY i.number))[1] AS example,
               (array_agg(i.error ->> 'message' ORDER BY i.number))[1] AS whole,
               (array_agg(i.payload ORDER BY i.number))[1] AS payload
        FROM freshet.item i
        WHERE i.run_id = :run AND i.listed_at = :listedAt AND i.state = 'failed'
        GROUP BY 1, 2 ORDER BY items DESC, message LIMIT :limit
        """.replace("ALIKE", ALIKE);

    /** Items of a list that a filter lets through, in order, after a place in it. */
    public List<StoredItem> list(Session session, ItemList list, ItemFilter filter, long after, int limit) {
        return bind(session.query(LIST), list, filter)
                .bind("after", after)
                .bind("limit", limit)
                .list(ItemQueries::item);
    }

    public Optional<StoredItem> find(Session session, ItemList list, long number) {
        return list(session, list, ItemFilter.numbers(List.of(number)), 0, 1).stream()
                .findFirst();
    }

    /** How many items a filter lets through. */
    public long count(Session session, ItemList list, ItemFilter filter) {
        return bind(session.query(COUNT), list, filter).one(row -> row.number("items"));
    }

    /** The failed items by their errors, the most frequent first; what is redacted is hidden. */
    public List<ErrorGroup> groupErrors(Session session, ItemList list, PayloadMask mask, int limit) {
        List<ErrorGroup> groups = session.query(GROUPS)
                .bind("run", list.runId())
                .bind("listedAt", list.listedAt())
                .bind("limit", limit)
                .list(row -> new ErrorGroup(
                        row.nullableText("sqlstate"), message(row, mask), row.number("items"), row.text("example")));
        Map<String, ErrorGroup> alike = new LinkedHashMap<>();
        groups.forEach(group -> alike.merge(
                group.sqlState() + " " + group.message(),
                group,
                (one, more) ->
                        new ErrorGroup(one.sqlState(), one.message(), one.items() + more.items(), one.example())));
        return List.copyOf(alike.values());
    }

    /** Values can be hidden only in the message as it was. */
    private static String message(Row row, PayloadMask mask) {
        String whole = row.text("whole");
        String masked = mask.text(whole, row.text("payload"));
        return masked == null || masked.equals(whole) ? row.text("message") : masked;
    }

    static Query bind(Query query, ItemList list, ItemFilter filter) {
        @Nullable ItemState state = filter.state();
        return query.bind("run", list.runId())
                .bind("listedAt", list.listedAt())
                .bind("numbers", filter.numbers())
                .bind("state", state == null ? null : state.id())
                .bind("key", filter.key())
                .bind("error", filter.error());
    }

    private static StoredItem item(Row row) {
        return new StoredItem(
                row.number("run_id"),
                row.number("number"),
                row.text("key"),
                row.text("payload"),
                ItemState.of(row.text("state")),
                row.integer("attempts"),
                row.nullableNumber("worked_run_id"),
                row.nullableInstant("ended_at"),
                ItemJson.error(row.nullableText("error")),
                row.nullableText("changed_by"),
                row.nullableText("reason"),
                ItemJson.history(row.text("history")));
    }
}
