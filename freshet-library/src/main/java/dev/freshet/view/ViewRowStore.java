// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What can be learned from the rows of a view, with bounded effort. */
final class ViewRowStore {

    /** Views up to this size are read wholly; of larger ones, about as much is sampled. */
    private static final long READ_AT_MOST_BYTES = 64L << 20;

    private static final int GUESS_FROM_ROWS = 5_000;
    private static final int GUESS_SINGLE_COLUMNS = 16;
    private static final int GUESS_PAIRS_OF_COLUMNS = 7;
    private static final int VERIFY_GUESSES = 3;

    /** Columns a btree can hold; those that are usually keys first. */
    private static final String LIST_KEY_COLUMNS = """
        SELECT a.attname AS name
        FROM pg_attribute a
        JOIN pg_type declared ON declared.oid = a.atttypid
        JOIN pg_type t ON t.oid = CASE declared.typtype WHEN 'd' THEN declared.typbasetype ELSE declared.oid END
        WHERE a.attrelid = cast(:oid AS oid) AND a.attnum > 0 AND NOT a.attisdropped
          AND (t.typtype = 'e' OR t.typname IN ('varchar', 'cidr')
               OR EXISTS (SELECT FROM pg_opclass o JOIN pg_am m ON m.oid = o.opcmethod
                          WHERE m.amname = 'btree' AND o.opcdefault AND o.opcintype = t.oid))
        ORDER BY NOT (t.typtype = 'e' OR t.typname IN ('uuid', 'int2', 'int4', 'int8', 'text', 'varchar', 'bpchar', 'date', 'timestamp', 'timestamptz')),
          a.attnum
        """;

    private static final String COUNT_CHANGES = """
        SELECT coalesce(pg_stat_get_xact_tuples_inserted(cast(:oid AS oid)), 0) + coalesce(pg_stat_get_xact_tuples_deleted(cast(:oid AS oid)), 0) AS changes
        """;

    /** Exact, and one scan: little beside the refresh before it, which read the view to compare or to write it. */
    Counted countRows(Session session, String quotedName) {
        return session.query("SELECT count(*) AS rows, clock_timestamp() AS counted_at FROM " + quotedName)
                .one(row -> new Counted(row.number("rows"), row.instant("counted_at")));
    }

    /** Rows that this session deleted from the view and inserted into it lately: of use as a difference within a transaction. */
    long countChanges(Session session, MaterializedView view) {
        return session.query(COUNT_CHANGES).bind("oid", view.oid()).one(row -> row.number("changes"));
    }

    /** How many rows have a NULL in one of the columns. */
    NullCount countNulls(Session session, MaterializedView view, Collection<String> columns) {
        boolean sampled = view.sizeBytes() > READ_AT_MOST_BYTES;
        String sample = sampled
                ? String.format(
                        Locale.ROOT, " TABLESAMPLE SYSTEM (%.4f)", 100.0 * READ_AT_MOST_BYTES / view.sizeBytes())
                : "";
        String anyNull =
                columns.stream().map(column -> quote(column) + " IS NULL").collect(Collectors.joining(" OR "));
        String sql = "SELECT count(*) AS rows, count(*) FILTER (WHERE " + anyNull + ") AS nulls FROM "
                + view.quotedName() + sample;
        return session.query(sql).one(row -> new NullCount(row.number("rows"), row.number("nulls"), sampled));
    }

    /** Columns that tell the view's present rows apart: one, else two; empty where there are none or no rows. */
    Optional<KeyGuess> guessKey(Session session, MaterializedView view) {
        List<String> columns =
                session.query(LIST_KEY_COLUMNS).bind("oid", view.oid()).list(row -> row.text("name"));
        List<List<String>> candidates = new ArrayList<>();
        columns.stream().limit(GUESS_SINGLE_COLUMNS).forEach(column -> candidates.add(List.of(column)));
        int paired = Math.min(columns.size(), GUESS_PAIRS_OF_COLUMNS);
        IntStream.range(0, paired)
                .forEach(first -> IntStream.range(first + 1, paired)
                        .forEach(second -> candidates.add(List.of(columns.get(first), columns.get(second)))));
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        boolean whole = view.sizeBytes() <= READ_AT_MOST_BYTES;
        return uniqueInSample(session, view, candidates).stream()
                .limit(VERIFY_GUESSES)
                .filter(candidate -> !whole || isUnique(session, view, candidate))
                .findFirst()
                .map(candidate -> new KeyGuess(candidate, whole));
    }

    private static List<List<String>> uniqueInSample(
            Session session, MaterializedView view, List<List<String>> candidates) {
        String counts = IntStream.range(0, candidates.size())
                .mapToObj(i -> "count(DISTINCT " + distinctRow(candidates.get(i)) + ") FILTER (WHERE "
                        + notNull(candidates.get(i)) + ") AS c" + i)
                .collect(Collectors.joining(", "));
        String sql = "SELECT count(*) AS rows, " + counts + " FROM (SELECT * FROM " + view.quotedName() + " LIMIT "
                + GUESS_FROM_ROWS + ") AS sample";
        return session.query(sql).one(row -> allDistinct(row, candidates));
    }

    private static List<List<String>> allDistinct(Row row, List<List<String>> candidates) {
        long rows = row.number("rows");
        return IntStream.range(0, candidates.size())
                .filter(i -> rows > 0 && row.number("c" + i) == rows)
                .mapToObj(candidates::get)
                .toList();
    }

    private static boolean isUnique(Session session, MaterializedView view, List<String> columns) {
        String sql = "SELECT count(*) = (SELECT count(*) FROM (SELECT DISTINCT " + list(columns) + " FROM "
                + view.quotedName() + " WHERE " + notNull(columns) + ") AS keys) AS is_unique FROM "
                + view.quotedName();
        return session.query(sql).one(row -> row.bool("is_unique"));
    }

    private static String distinctRow(List<String> columns) {
        return columns.size() == 1 ? quote(columns.get(0)) : "(" + list(columns) + ")";
    }

    private static String notNull(List<String> columns) {
        return columns.stream().map(column -> quote(column) + " IS NOT NULL").collect(Collectors.joining(" AND "));
    }

    static String list(List<String> columns) {
        return columns.stream().map(ViewRowStore::quote).collect(Collectors.joining(", "));
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** How many rows there are, and when that was known: the end of a refresh, while it still holds its lock. */
    record Counted(long rows, Instant at) {}

    /**
     * Rows that have NULLs.
     *
     * @param sampled whether both numbers are of a sample
     */
    record NullCount(long rows, long nulls, boolean sampled) {}

    /**
     * Columns that seem to identify a row.
     *
     * @param verified whether every row was looked at
     */
    record KeyGuess(List<String> columns, boolean verified) {}
}
