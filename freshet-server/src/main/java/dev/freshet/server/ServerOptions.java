// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.mail.MailSettings;
import dev.freshet.postgres.DatabaseUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the service is to run.
 *
 * @param home where the embedded database and the administrator's token are kept
 * @param config the definitions to apply before the service is ready, or null to go on with those in force
 * @param databaseUrl or null for the embedded PostgreSQL
 * @param directDatabaseUrl where a transaction pooler stands before the other one, else null
 * @param databasePort of the embedded PostgreSQL, or null for any that is free
 * @param adminToken the administrator's token to let in, or null
 * @param access how people are let in
 * @param mail how reports are mailed, or null where they are not
 */
public record ServerOptions(
        Path home,
        int port,
        @Nullable Path config,
        @Nullable DatabaseUrl databaseUrl,
        @Nullable DatabaseUrl directDatabaseUrl,
        @Nullable Integer databasePort,
        @Nullable String adminToken,
        AccessOptions access,
        @Nullable MailSettings mail) {

    /** Of a service that sends no mail. */
    public ServerOptions(
            Path home,
            int port,
            @Nullable Path config,
            @Nullable DatabaseUrl databaseUrl,
            @Nullable DatabaseUrl directDatabaseUrl,
            @Nullable Integer databasePort,
            @Nullable String adminToken,
            AccessOptions access) {
        this(home, port, config, databaseUrl, directDatabaseUrl, databasePort, adminToken, access, null);
    }

    /** {@code FRSH} on a telephone. */
    public static final int DEFAULT_PORT = 3774;

    /** Prints everything but secrets. */
    @Override
    public String toString() {
        return "ServerOptions[home=" + home + ", port=" + port + ", config=" + config + ", databaseUrl=" + databaseUrl
                + "]";
    }
}
