// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL said of an error.
 *
 * @param sqlState five characters; {@code XX000} where the driver gave none
 * @param position 1-based character in the statement's text: as it was sent, or, of a {@link RunningStatement}, as it was
 *     written; null where it is not known
 * @param where the call stack inside PL/pgSQL, or null
 */
public record PostgresError(
        String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint,
        @Nullable Integer position,
        @Nullable String where) {

    static PostgresError of(SQLException e) {
        String state = e.getSQLState() == null ? "XX000" : e.getSQLState();
        if (e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            ServerErrorMessage server = postgres.getServerErrorMessage();
            String message = server.getMessage() == null ? String.valueOf(e.getMessage()) : server.getMessage();
            Integer position = server.getPosition() > 0 ? server.getPosition() : null;
            return new PostgresError(state, message, server.getDetail(), server.getHint(), position, server.getWhere());
        }
        return new PostgresError(state, String.valueOf(e.getMessage()), null, null, null, null);
    }

    /** The same error with another position. */
    PostgresError at(@Nullable Integer place) {
        return new PostgresError(sqlState, message, detail, hint, place, where);
    }

    /** Lost connections (class 08, and the backend's own farewells in class 57P). */
    public boolean isConnectionLost() {
        return sqlState.startsWith("08")
                || sqlState.equals("57P01")
                || sqlState.equals("57P02")
                || sqlState.equals("57P03");
    }

    /** A value that does not fit or breaks a constraint: the same statement would fail again. */
    public boolean isOfData() {
        return sqlState.startsWith("22") || sqlState.startsWith("23");
    }

    /** {@code lock_timeout} ran out. */
    public boolean isLockTimeout() {
        return sqlState.equals("55P03");
    }

    /** The statement was cancelled, by a person or by {@code statement_timeout}. */
    public boolean isCancelled() {
        return sqlState.equals("57014");
    }

    /** Worth another try as it stands: serialization failures, deadlocks, lost connections. */
    public boolean isTransient() {
        return sqlState.equals("40001") || sqlState.equals("40P01") || isConnectionLost();
    }
}
