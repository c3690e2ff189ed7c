// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code cron.job}.
 *
 * @param name null before version 1.3, and where none was given
 * @param host where it runs, as pg_cron connects to it
 */
record PgCronJob(
        long id,
        @Nullable String name,
        String schedule,
        String command,
        String database,
        String user,
        String host,
        boolean active) {}
