// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Work that is kept as a whole or not at all, on a connection of its own. */
@FunctionalInterface
interface Transaction<T> {

    T run(Connection connection) throws SQLException;

    static <T> T run(DataSource database, Transaction<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
