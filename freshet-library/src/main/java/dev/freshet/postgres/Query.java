// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One statement with named parameters, about to be executed on a {@link Session}.
 *
 * <p>Text is sent without a declared type, so that PostgreSQL infers it: a text value binds to {@code jsonb},
 * {@code interval} or {@code regclass} alike. Instants are {@code timestamptz}, durations text that {@code interval}
 * reads, collections of text {@code text[]}, of numbers {@code bigint[]}.
 */
public final class Query {

    private final Session session;
    private final NamedSql sql;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    Query(Session session, String sql) {
        this.session = session;
        this.sql = NamedSql.parse(sql);
    }

    public Query bind(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    /** Executes and returns the number of rows inserted, updated or deleted (0 for anything else). */
    public int execute() {
        return run(statement -> statement.execute() ? 0 : Math.max(0, statement.getUpdateCount()));
    }

    /** Executes and maps every row. */
    public <T> List<T> list(Function<Row, T> mapper) {
        return run(statement -> {
            List<T> mapped = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                Row row = new Row(rows);
                while (rows.next()) {
                    mapped.add(mapper.apply(row));
                }
            }
            return mapped;
        });
    }

    /** Executes and maps the first row, if there is one. */
    public <T> Optional<T> first(Function<Row, T> mapper) {
        return list(mapper).stream().findFirst();
    }

    /** Executes a statement that must answer with at least one row. */
    public <T> T one(Function<Row, T> mapper) {
        return first(mapper).orElseThrow(() -> new IllegalStateException("No row from: " + sql.text()));
    }

    private <T> T run(StatementWork<T> work) {
        try (PreparedStatement statement = session.connection().prepareStatement(sql.text())) {
            int position = 1;
            for (String name : sql.names()) {
                if (!values.containsKey(name)) {
                    throw new IllegalArgumentException("No value bound to :" + name + " in: " + sql.text());
                }
                set(statement, position++, values.get(name));
            }
            session.count(1);
            return work.run(statement);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private void set(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(position, Types.NULL);
            case Instant instant -> statement.setObject(position, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
            // ISO 8601, hours and all: before PostgreSQL 15 a number of milliseconds beyond 31 bits is out of range.
            case Duration duration -> statement.setObject(position, duration.toString(), Types.OTHER);
            case Long number -> statement.setLong(position, number);
            case Integer number -> statement.setInt(position, number);
            case Double number -> statement.setDouble(position, number);
            case Boolean bool -> statement.setBoolean(position, bool);
            case byte[] bytes -> statement.setBytes(position, bytes);
            case Collection<?> elements -> statement.setArray(position, array(elements));
            case Enum<?> constant -> throw new IllegalArgumentException("Bind the text of " + constant + ", not it");
            default -> statement.setObject(position, value.toString(), Types.OTHER);
        }
    }

    private java.sql.Array array(Collection<?> elements) throws SQLException {
        boolean numbers =
                !elements.isEmpty() && elements.stream().allMatch(e -> e instanceof Long || e instanceof Integer);
        Object[] values = numbers
                ? elements.stream().map(e -> ((Number) e).longValue()).toArray()
                : elements.stream().map(e -> e == null ? null : e.toString()).toArray();
        return session.connection().createArrayOf(numbers ? "bigint" : "text", values);
    }

    @FunctionalInterface
    private interface StatementWork<T> {
        T run(PreparedStatement statement) throws SQLException;
    }
}
