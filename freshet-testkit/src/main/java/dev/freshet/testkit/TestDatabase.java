// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** One database of the test server, dropped (with whoever is still connected) when closed. */
public final class TestDatabase implements AutoCloseable {

    private final PostgresServer server;
    private final String name;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Connection kept;

    TestDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** A JDBC URL that carries the user. */
    public String jdbcUrl() {
        return server.url(name);
    }

    /** A URL as {@code psql} and {@code --database-url} take it. */
    public String url() {
        return "postgresql://postgres@127.0.0.1:" + server.port() + "/" + name;
    }

    /** Opens a new connection at each call; nothing is pooled. */
    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl());
        return dataSource;
    }

    public Connection connect() {
        try {
            return DriverManager.getConnection(jdbcUrl());
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot connect to " + name, e);
        }
    }

    /** Runs SQL (one or more statements) on a connection of its own, in autocommit. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** The first column of the first row as text, or null when there is no row or it is NULL. */
    public @Nullable String query(String sql) {
        List<@Nullable String> values = queryAll(sql);
        return values.isEmpty() ? null : values.get(0);
    }

    /** The first column of every row as text; asked on a connection that is kept, as tests ask often while they wait. */
    public List<@Nullable String> queryAll(String sql) {
        asking.lock();
        try (Statement statement = keptConnection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<@Nullable String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        } finally {
            asking.unlock();
        }
    }

    private Connection keptConnection() throws SQLException {
        Connection connection = kept;
        if (connection == null || connection.isClosed()) {
            connection = connect();
            kept = connection;
        }
        return connection;
    }

    @Override
    public void close() {
        asking.lock();
        try (Connection closed = kept) {
            kept = null;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot let go of " + name, e);
        } finally {
            asking.unlock();
        }
        server.drop(name);
    }
}
