// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;

/** A database of a contender: as Freshet uses one, and as a pool for libraries that want a data source. */
final class BenchmarkDatabase implements AutoCloseable {

    /** Enough for each worker and for those who look after them. */
    private static final int CONNECTIONS_BESIDE_WORKERS = 6;

    private static final String TRANSACTIONS = """
        SELECT xact_commit + xact_rollback AS transactions FROM pg_stat_database WHERE datname = current_database()
        """;

    private final DatabaseUrl url;
    private final int workers;
    private final Database database;

    BenchmarkDatabase(DatabaseUrl url, int workers) {
        this.url = url;
        this.workers = workers;
        database = Database.open(url, url, workers);
    }

    Database database() {
        return database;
    }

    HikariDataSource openPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.jdbcUrlWithPassword());
        config.setMaximumPoolSize(workers + CONNECTIONS_BESIDE_WORKERS);
        return new HikariDataSource(config);
    }

    void execute(String sql) {
        database.run(session -> session.execute(sql));
    }

    /** The one number that a query answers with. */
    long number(String sql) {
        return database.call(session -> session.query(sql).one(row -> row.number("n")));
    }

    /** How many transactions the database has seen, single statements included. */
    long transactions() {
        return database.call(session -> session.query(TRANSACTIONS).one(row -> row.number("transactions")));
    }

    @Override
    public void close() {
        database.close();
    }
}
