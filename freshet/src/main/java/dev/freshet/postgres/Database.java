// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * One PostgreSQL database.
 *
 * <p>Thread-safe. The pooled data source serves Freshet's own short statements and may lead through a transaction
 * pooler; the direct one serves runs, locks and {@code LISTEN} and must not.
 */
public final class Database {

    private static final int TRIES_AFTER_SERIALIZATION_FAILURE = 5;

    private final DataSource pooled;
    private final DataSource direct;

    public Database(DataSource pooled, DataSource direct) {
        this.pooled = pooled;
        this.direct = direct;
    }

    /** Runs statements that each commit by themselves. */
    public <T> T call(Function<Session, T> work) {
        try (Session session = open(pooled)) {
            return work.apply(session);
        }
    }

    /** As {@link #call}, without a result. */
    public void run(Consumer<Session> work) {
        try (Session session = open(pooled)) {
            work.accept(session);
        }
    }

    /**
     * Runs work in one transaction (READ COMMITTED), again when it fails by a serialization failure or deadlock: the
     * work must have no effect outside the database.
     */
    public <T> T transaction(Function<Session, T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Session session = open(pooled)) {
                session.begin();
                T result = work.apply(session);
                session.commit();
                return result;
            } catch (DatabaseException e) {
                boolean again = e.error().sqlState().startsWith("40") && attempt < TRIES_AFTER_SERIALIZATION_FAILURE;
                if (!again) {
                    throw e;
                }
            }
        }
    }

    /** A session on a direct connection, which the caller closes. */
    public Session openDirect() {
        return open(direct);
    }

    /** Direct connections, for libraries that want a data source. */
    public DataSource directDataSource() {
        return direct;
    }

    private static Session open(DataSource source) {
        try {
            Connection connection = source.getConnection();
            return new Session(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
