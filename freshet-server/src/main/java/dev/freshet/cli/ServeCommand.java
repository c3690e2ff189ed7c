// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.server.AccessOptions;
import dev.freshet.server.FreshetServer;
import dev.freshet.server.HomeFolder;
import dev.freshet.server.ServerOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service until it is told to end. */
@Command(
        name = "serve",
        description = "Runs the service, on its own PostgreSQL unless --database-url names another.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "SIGTERM and Ctrl-C end it cleanly, the embedded database included (exit codes 143 and 130).",
            "A first start makes an administrator's token: FRESHET_ADMIN_TOKEN, or a random one in HOME/admin-token."
        })
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "definitions to apply before the service is ready: a file or a folder")
    private @Nullable Path config;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "postgresql://user:password@host:port/database (default: an embedded PostgreSQL)")
    private @Nullable String databaseUrl;

    @Option(
            names = "--direct-database-url",
            paramLabel = "URL",
            description = "the way around a transaction pooler, where --database-url leads through one")
    private @Nullable String directDatabaseUrl;

    @Mixin
    private HostingOptions hosting = new HostingOptions();

    @Mixin
    private MailOptions mail = new MailOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ServerOptions options = new ServerOptions(
                hosting.home(HomeFolder.standard()),
                hosting.port(),
                config,
                databaseUrl == null ? null : DatabaseUrl.parse(databaseUrl),
                directDatabaseUrl == null ? null : DatabaseUrl.parse(directDatabaseUrl),
                hosting.databasePort(),
                System.getenv("FRESHET_ADMIN_TOKEN"),
                AccessOptions.of(System.getenv()),
                mail.settings(System.getenv()));
        FreshetServer server =
                FreshetServer.start(options, url -> {}, spec.commandLine().getOut()::println);
        server.awaitEnd();
        return ExitCode.DONE;
    }
}
