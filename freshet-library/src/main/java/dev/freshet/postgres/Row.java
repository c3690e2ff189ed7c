// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The current row of an answer, read by column name. Valid only inside the mapper it was given to. */
public final class Row {

    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    public String text(String column) {
        return Objects.requireNonNull(nullableText(column), column);
    }

    public @Nullable String nullableText(String column) {
        return read(() -> rows.getString(column));
    }

    public int integer(String column) {
        return Math.toIntExact(number(column));
    }

    public @Nullable Integer nullableInteger(String column) {
        Long value = nullableNumber(column);
        return value == null ? null : Math.toIntExact(value);
    }

    public long number(String column) {
        return Objects.requireNonNull(nullableNumber(column), column);
    }

    public @Nullable Long nullableNumber(String column) {
        return read(() -> {
            long value = rows.getLong(column);
            return rows.wasNull() ? null : value;
        });
    }

    public @Nullable Double nullableDecimal(String column) {
        return read(() -> {
            double value = rows.getDouble(column);
            return rows.wasNull() ? null : value;
        });
    }

    /** NULL is false. */
    public boolean bool(String column) {
        return Boolean.TRUE.equals(read(() -> rows.getBoolean(column)));
    }

    /** The bytes of a {@code bytea}. */
    public byte @Nullable [] nullableBytes(String column) {
        return read(() -> rows.getBytes(column));
    }

    public Instant instant(String column) {
        return Objects.requireNonNull(nullableInstant(column), column);
    }

    public @Nullable Instant nullableInstant(String column) {
        OffsetDateTime value = read(() -> rows.getObject(column, OffsetDateTime.class));
        return value == null ? null : value.toInstant();
    }

    /** The elements of a text array; NULL is the empty list. */
    public List<String> texts(String column) {
        List<String> values = new ArrayList<>();
        Object[] elements = read(() -> {
            Array array = rows.getArray(column);
            return array == null ? new Object[0] : (Object[]) array.getArray();
        });
        for (Object element : Objects.requireNonNull(elements)) {
            values.add(String.valueOf(element));
        }
        return values;
    }

    /** How many columns the answer has. */
    public int columns() {
        return read(() -> rows.getMetaData().getColumnCount());
    }

    /** The value of the column at a 1-based position as true or false; NULL is null. */
    public @Nullable Boolean nullableBool(int position) {
        return read(() -> {
            boolean value = rows.getBoolean(position);
            return rows.wasNull() ? null : value;
        });
    }

    /** The value of the column at a 1-based position as PostgreSQL prints it. */
    public @Nullable String nullableText(int position) {
        return read(() -> rows.getString(position));
    }

    private static <T extends @Nullable Object> T read(SqlRead<T> read) {
        try {
            return read.read();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @FunctionalInterface
    private interface SqlRead<T extends @Nullable Object> {
        T read() throws SQLException;
    }
}
