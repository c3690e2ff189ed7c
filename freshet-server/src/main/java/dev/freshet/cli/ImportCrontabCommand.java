// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.takeover.CrontabImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes definitions for a crontab; needs no service. */
@Command(
        name = "crontab",
        description =
                "Writes definitions to review for what a crontab starts: SQL, HTTP calls and refreshes become jobs and"
                        + " views; other commands stay in cron, with a line that reports to Freshet.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: crontab -l | freshet import crontab - --shadow --out freshet.yaml"})
final class ImportCrontabCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a crontab, or - for standard input")
    private String file = "";

    @Mixin
    private CrontabOptions crontab = new CrontabOptions();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "address of the service in lines that report to it (default: ${DEFAULT-VALUE})",
            defaultValue = "http://127.0.0.1:3774")
    private String server = "";

    @Mixin
    private ImportOutput output = new ImportOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CrontabImport.Options options = new CrontabImport.Options(
                file.equals("-") ? "standard input" : file,
                crontab.userField(),
                crontab.zone(),
                output.shadow(),
                server.replaceAll("/+$", ""));
        CrontabImport.Result result = CrontabImport.read(TextSource.read(file), options, ImportCrontabCommand::sql);
        output.write(
                result.definitions(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return ExitCode.DONE;
    }

    static Optional<String> sql(String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
