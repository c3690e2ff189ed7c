// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Work that wants a JDBC connection: {@link Session#withConnection}. */
@FunctionalInterface
public interface ConnectionWork<T extends @Nullable Object> {

    T run(Connection connection) throws SQLException;
}
