// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGProperty;

/** How connections are pooled. */
final class ConnectionPools {

    private static final int POOLED_CONNECTIONS = 10;
    /** Beyond the slots: the listener, locks of housekeeping, the cancelling of runs, extra sessions of refreshes. */
    private static final int DIRECT_CONNECTIONS_BESIDE_SLOTS = 6;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Short statements only, so that a dead network is noticed before a lease runs out twice. */
    private static final Duration POOLED_SOCKET_TIMEOUT = Duration.ofSeconds(60);

    private ConnectionPools() {}

    /**
     * For short statements.
     *
     * @param transactionPooler whether a pooler may serve each transaction by another backend, so that no prepared
     *     statement may outlive its transaction
     */
    static HikariDataSource pooled(DatabaseUrl url, boolean transactionPooler) {
        HikariConfig config = config("freshet-pooled", url, POOLED_CONNECTIONS);
        addDefault(
                config.getDataSourceProperties(),
                PGProperty.SOCKET_TIMEOUT,
                String.valueOf(POOLED_SOCKET_TIMEOUT.toSeconds()));
        if (transactionPooler) {
            config.addDataSourceProperty(PGProperty.PREPARE_THRESHOLD.getName(), "0");
        }
        return new HikariDataSource(config);
    }

    /** For runs, locks and {@code LISTEN}. */
    static HikariDataSource direct(DatabaseUrl url, int slots) {
        HikariConfig config = config("freshet-direct", url, slots + DIRECT_CONNECTIONS_BESIDE_SLOTS);
        // Sends the application's name with the connection's first message, so that DISCARD ALL comes back to it.
        addDefault(config.getDataSourceProperties(), PGProperty.ASSUME_MIN_SERVER_VERSION, "14");
        return new HikariDataSource(config);
    }

    /** What every connection of Freshet has in common; the URL's own parameters win. */
    static Properties properties(DatabaseUrl url) {
        Properties properties = url.properties();
        addDefault(properties, PGProperty.APPLICATION_NAME, "freshet");
        addDefault(properties, PGProperty.CONNECT_TIMEOUT, String.valueOf(CONNECT_TIMEOUT.toSeconds()));
        addDefault(properties, PGProperty.TCP_KEEP_ALIVE, "true");
        return properties;
    }

    private static HikariConfig config(String name, DatabaseUrl url, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url.jdbcUrl());
        config.setDataSourceProperties(properties(url));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        return config;
    }

    private static void addDefault(Properties properties, PGProperty property, String value) {
        properties.putIfAbsent(property.getName(), value);
    }
}
