// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * One connection to PostgreSQL. Confined to one thread.
 *
 * <p>Outside of {@link #begin()} and {@link #commit()} every statement commits by itself.
 */
public final class Session implements AutoCloseable {

    private final Connection connection;
    private final boolean resetOnClose;
    private final Consumer<Connection> discard;
    private final AtomicBoolean abandoned = new AtomicBoolean();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private long statements;

    Session(Connection connection) {
        this(connection, false, unpooled -> {});
    }

    /**
     * @param resetOnClose whether locks, settings and subscriptions of the session must end with it, although a pool
     *     may keep the connection
     * @param discard tells the pool, if there is one, that the connection is not fit for anybody else
     */
    Session(Connection connection, boolean resetOnClose, Consumer<Connection> discard) {
        this.connection = connection;
        this.resetOnClose = resetOnClose;
        this.discard = discard;
    }

    Connection connection() {
        return connection;
    }

    /** How many statements were sent since the session was opened, those of one batch of SQL each. */
    public long statements() {
        return statements;
    }

    void count(long executed) {
        statements += executed;
    }

    /** A statement with named parameters ({@code :name}). */
    public Query query(String sql) {
        return new Query(this, sql);
    }

    /**
     * Executes one or more statements without parameters, as they are.
     */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            count(1);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Starts a transaction at the session's default isolation level. */
    public void begin() {
        run(() -> connection.setAutoCommit(false));
    }

    public void commit() {
        run(() -> {
            connection.commit();
            connection.setAutoCommit(true);
        });
        List<Runnable> actions = List.copyOf(afterCommit);
        afterCommit.clear();
        actions.forEach(Runnable::run);
    }

    /** Does something once the transaction is committed, and never when it is not; at once outside of one. */
    public void afterCommit(Runnable action) {
        try {
            if (connection.getAutoCommit()) {
                action.run();
            } else {
                afterCommit.add(action);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Ends the transaction without its changes; does nothing outside of one or on a broken connection. */
    public void rollback() {
        afterCommit.clear();
        try {
            if (!abandoned.get() && !connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            abandon();
        }
    }

    /** The process id of the backend that serves this session. */
    public int backendPid() {
        try {
            return connection.unwrap(PGConnection.class).getBackendPID();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Prepares a statement whose notices can be read by another thread while it runs. */
    public RunningStatement prepare(String sql) {
        try {
            NamedSql named = NamedSql.parse(sql);
            return new RunningStatement(this, connection.prepareStatement(named.text()), named.names(), sql);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Waits for notifications on the channels this session listens to.
     *
     * @return the payloads; empty when none came within the time
     */
    public List<Notification> notifications(Duration wait) {
        try {
            PGNotification[] received = connection.unwrap(PGConnection.class).getNotifications((int)
                    Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait.toNanos())));
            List<Notification> notifications = new ArrayList<>();
            if (received != null) {
                for (PGNotification one : received) {
                    notifications.add(new Notification(one.getName(), one.getParameter()));
                }
            }
            return notifications;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Whether the connection still answers. */
    public boolean isAlive() {
        try {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Lends the JDBC connection to code that wants one, in whatever transaction the session is in: such code is part of it.
     *
     * <p>The transaction stays the session's: {@code commit}, {@code rollback} and {@code setAutoCommit} are refused, {@code
     * close} does nothing, so that a library may close what it was lent. The connection is void when the work returns.
     *
     * @throws DatabaseException for an {@link SQLException} of the work
     */
    public <T extends @Nullable Object> T withConnection(ConnectionWork<T> work) {
        LentConnection lent = new LentConnection(connection);
        try {
            return work.run(lent.connection());
        } catch (SQLException e) {
            throw new DatabaseException(e);
        } finally {
            lent.end();
        }
    }

    /** Throws the connection away instead of giving it back to a pool. May be called by any thread. */
    public void abandon() {
        if (!abandoned.compareAndSet(false, true)) {
            return;
        }
        try {
            connection.abort(Runnable::run);
            discard.accept(connection);
        } catch (SQLException e) {
            // Nothing is left to do for a connection that cannot even be aborted.
            return;
        }
    }

    @Override
    public void close() {
        rollback();
        if (abandoned.get()) {
            return;
        }
        try {
            if (resetOnClose && !connection.isClosed()) {
                execute("DISCARD ALL");
            }
            connection.close();
        } catch (DatabaseException e) {
            abandon();
        } catch (SQLException e) {
            abandon();
        }
    }

    private static void run(SqlAction action) {
        try {
            action.run();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @FunctionalInterface
    private interface SqlAction {
        void run() throws SQLException;
    }
}
