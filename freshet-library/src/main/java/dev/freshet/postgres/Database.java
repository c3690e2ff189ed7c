// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * One PostgreSQL database.
 *
 * <p>Thread-safe. The pooled data source serves Freshet's own short statements and may lead through a transaction
 * pooler; the direct one serves runs, locks and {@code LISTEN} and must not.
 */
public final class Database implements AutoCloseable {

    /** Server versions as {@code server_version_num} counts them. */
    private static final int OLDEST_VERSION = 140_000;

    private static final int TRIES_AFTER_SERIALIZATION_FAILURE = 5;

    /** The locks of a node that froze or was cut off in the middle of a transaction must not stop the others. */
    private static final String SILENCE_TIMEOUT = "SET LOCAL idle_in_transaction_session_timeout = '10s'";

    /** Whatever the database's default is: who takes a lock first and reads then must see what came before the lock. */
    private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

    private static final String EVERY_TRANSACTION = READ_COMMITTED + "; " + SILENCE_TIMEOUT;

    private final DataSource pooled;
    private final DataSource direct;
    private final List<HikariDataSource> owned;

    /** A database behind data sources that stay their owner's. */
    public Database(DataSource pooled, DataSource direct) {
        this(pooled, direct, List.of());
    }

    private Database(DataSource pooled, DataSource direct, List<HikariDataSource> owned) {
        this.pooled = pooled;
        this.direct = direct;
        this.owned = owned;
    }

    /**
     * Connects and checks that the server is one Freshet can work with.
     *
     * @param pooled for short statements; may lead through a pooler in transaction mode when it differs from the direct
     *     one
     * @param direct leads straight to the server
     * @param slots how many runs may be carried out at once
     * @throws FreshetException DATABASE_UNREACHABLE or DATABASE_TOO_OLD
     */
    public static Database open(DatabaseUrl pooled, DatabaseUrl direct, int slots) {
        check(pooled);
        if (!pooled.equals(direct)) {
            check(direct);
        }
        HikariDataSource shortWork = ConnectionPools.pooled(pooled, !pooled.equals(direct));
        HikariDataSource longWork = ConnectionPools.direct(direct, slots);
        return new Database(shortWork, longWork, List.of(shortWork, longWork));
    }

    /** Runs statements that each commit by themselves. */
    public <T> T call(Function<Session, T> work) {
        try (Session session = open(pooled, false)) {
            return work.apply(session);
        }
    }

    /** As {@link #call}, without a result. */
    public void run(Consumer<Session> work) {
        try (Session session = open(pooled, false)) {
            work.accept(session);
        }
    }

    /**
     * Runs work in one transaction (READ COMMITTED), again when it fails by a serialization failure or deadlock: the
     * work must have no effect outside the database.
     */
    public <T> T transaction(Function<Session, T> work) {
        return transaction("", work);
    }

    /**
     * As {@link #transaction(Function)}, with settings for the transaction.
     *
     * @param settings {@code SET LOCAL} statements
     */
    public <T> T transaction(String settings, Function<Session, T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Session session = open(pooled, false)) {
                session.begin();
                session.execute(settings.isEmpty() ? EVERY_TRANSACTION : EVERY_TRANSACTION + "; " + settings);
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

    /** A session on a direct connection, which the caller closes; its locks and settings end with it. */
    public Session openDirect() {
        return open(direct, true);
    }

    /** Direct connections, for libraries that want a data source. */
    public DataSource directDataSource() {
        return direct;
    }

    /** How much of its own pools is in use right now; empty behind data sources of others. */
    public List<PoolUsage> poolUsage() {
        return owned.stream().map(PoolUsage::of).toList();
    }

    /** Closes the pools that {@link #open} made; sessions still open end with them. */
    @Override
    public void close() {
        owned.forEach(HikariDataSource::close);
    }

    /** Asks outside of the pools, which would hide the reason behind their own patience. */
    private static void check(DatabaseUrl url) {
        int version;
        try (Session session =
                new Session(DriverManager.getConnection(url.jdbcUrl(), ConnectionPools.properties(url)))) {
            version = session.query("SELECT current_setting('server_version_num')::int AS version")
                    .one(row -> row.integer("version"));
        } catch (SQLException e) {
            throw new FreshetException(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "Cannot use the database " + url + ": " + e.getMessage()
                            + "; check that it runs, and its address, user and password",
                    e);
        }
        if (version < OLDEST_VERSION) {
            throw new FreshetException(
                    ErrorCode.DATABASE_TOO_OLD,
                    "The server of " + url + " is PostgreSQL " + version / 10_000
                            + "; Freshet needs 14 or newer: upgrade it, or name another one");
        }
    }

    /** A pool does not notice by itself that a connection of its was aborted: its place would be taken for ever. */
    private static Consumer<Connection> discard(DataSource source) throws SQLException {
        if (source.isWrapperFor(HikariDataSource.class)) {
            return source.unwrap(HikariDataSource.class)::evictConnection;
        }
        return connection -> {
            try {
                connection.close();
            } catch (SQLException e) {
                // It was aborted: there is nothing left to close.
                return;
            }
        };
    }

    private static Session open(DataSource source, boolean resetOnClose) {
        try {
            return new Session(source.getConnection(), resetOnClose, discard(source));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
