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

    private DatabaseException(PostgresError error, SQLException cause) {
        super(
                error.isConnectionLost() ? ErrorCode.DATABASE_UNREACHABLE : ErrorCode.DATABASE_ERROR,
                error.message() + " (SQLSTATE " + error.sqlState() + ")",
                cause);
        this.error = error;
    }

    public PostgresError error() {
        return error;
    }
}
