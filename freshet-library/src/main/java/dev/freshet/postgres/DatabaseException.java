// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.sql.SQLException;

/** A statement failed; {@link #error()} tells what PostgreSQL said. */
public final class DatabaseException extends FreshetException {

    private static final long serialVersionUID = 1L;

    private final transient PostgresError error;

    DatabaseException(SQLException cause) {
        this(PostgresError.of(cause), cause);
    }

    /** A statement failed that was written as {@code sql}. */
    DatabaseException(SQLException cause, String sql) {
        this(asWritten(PostgresError.of(cause), sql), cause);
    }

    private DatabaseException(PostgresError error, SQLException cause) {
        super(
                error.isConnectionLost() ? ErrorCode.DATABASE_UNREACHABLE : ErrorCode.DATABASE_ERROR,
                error.message() + " (SQLSTATE " + error.sqlState() + ")",
                cause);
        this.error = error;
    }

    private static PostgresError asWritten(PostgresError error, String sql) {
        Integer position = error.position();
        return position == null ? error : error.at(SqlPosition.asWritten(sql, position, error.message()));
    }

    /**
     * The same error of a statement that contains SQL as somebody wrote it: its position counts from that SQL's beginning,
     * and there is none where PostgreSQL means a place outside of it.
     *
     * @param offset how many characters of the statement stand before the SQL
     */
    public DatabaseException within(String sql, int offset) {
        Integer position = error.position();
        if (position == null) {
            return this;
        }
        Integer place = SqlPosition.asWritten(sql, position - offset, error.message());
        return getCause() instanceof SQLException cause ? new DatabaseException(error.at(place), cause) : this;
    }

    public PostgresError error() {
        return error;
    }
}
