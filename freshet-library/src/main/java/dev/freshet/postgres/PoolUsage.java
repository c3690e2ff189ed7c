// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;

/**
 * How much of a pool of connections is in use.
 *
 * @param pool {@code pooled} or {@code direct}
 * @param waiting threads that wait for a connection
 * @param most connections there may be
 */
public record PoolUsage(String pool, int active, int idle, int waiting, int most) {

    static PoolUsage of(HikariDataSource source) {
        String name = source.getPoolName().replace("freshet-", "");
        // Null until the first connection was asked for.
        @Nullable HikariPoolMXBean pool = source.getHikariPoolMXBean();
        return pool == null
                ? new PoolUsage(name, 0, 0, 0, source.getMaximumPoolSize())
                : new PoolUsage(
                        name,
                        pool.getActiveConnections(),
                        pool.getIdleConnections(),
                        pool.getThreadsAwaitingConnection(),
                        source.getMaximumPoolSize());
    }
}
