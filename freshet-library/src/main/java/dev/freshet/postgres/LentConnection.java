// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session's connection in the hands of others: theirs to use, not to end. */
final class LentConnection {

    /** What would end the transaction or the connection behind the session's back. */
    private static final Set<String> REFUSED = Set.of("commit", "setAutoCommit", "abort", "beginRequest", "endRequest");

    private final Connection connection;
    private volatile boolean ended;

    LentConnection(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this::invoke);
    }

    void end() {
        ended = true;
    }

    private @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("close")) {
            return null;
        }
        if (ended) {
            throw new SQLException("The connection was lent, and the work it was lent to is over");
        }
        // A rollback to a savepoint is the work's own business.
        if (REFUSED.contains(name) || (name.equals("rollback") && (arguments == null || arguments.length == 0))) {
            throw new SQLException(name + " is the session's: use Session.begin(), commit() and rollback()");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
