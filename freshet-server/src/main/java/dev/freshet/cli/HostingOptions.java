// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.server.ServerOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code serve} and {@code demo} have in common: where things are kept and which ports are used. */
final class HostingOptions {

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "port of the service on 127.0.0.1, 0 for any (default: ${DEFAULT-VALUE})",
            defaultValue = "" + ServerOptions.DEFAULT_PORT)
    private int port;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "folder for the embedded database and the administrator's token "
                    + "(default: ~/.freshet, of the demo ~/.freshet/demo)")
    private @Nullable Path home;

    @Option(
            names = "--database-port",
            paramLabel = "N",
            description = "port of the embedded PostgreSQL (default: any that is free)")
    private @Nullable Integer databasePort;

    int port() {
        return port;
    }

    Path home(Path standard) {
        return (home == null ? standard : home).toAbsolutePath().normalize();
    }

    @Nullable
    Integer databasePort() {
        return databasePort;
    }
}
