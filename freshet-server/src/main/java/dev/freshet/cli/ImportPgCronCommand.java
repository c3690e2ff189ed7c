// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.takeover.ImportedDefinitions;
import dev.freshet.takeover.PgCronImport;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes definitions for the jobs of pg_cron; needs no service, and only reads. */
@Command(
        name = "pg_cron",
        description = "Writes definitions to review for the jobs of pg_cron.",
        mixinStandardHelpOptions = true)
final class ImportPgCronCommand implements Callable<Integer> {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            required = true,
            description = "the database that holds pg_cron's tables: postgresql://user:password@host:port/database")
    private String url = "";

    @Option(
            names = "--target-database",
            paramLabel = "NAME",
            description = "the database Freshet works in; jobs of others become comments (default: that of the URL)")
    private @Nullable String target;

    @Option(
            names = "--history",
            description = "sums up what pg_cron remembers of each job in a comment; nothing of it is stored")
    private boolean history;

    @Mixin
    private ImportOutput output = new ImportOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PgCronImport.Options options = new PgCronImport.Options(target, history, output.shadow());
        DatabaseUrl address = DatabaseUrl.parse(url);
        try (Database database = Database.open(address, address, 1)) {
            ImportedDefinitions imported = database.call(session -> PgCronImport.read(session, options));
            output.write(
                    imported, spec.commandLine().getOut(), spec.commandLine().getErr());
        }
        return ExitCode.DONE;
    }
}
