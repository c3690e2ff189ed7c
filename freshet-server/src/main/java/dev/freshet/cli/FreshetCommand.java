// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.Freshet;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.TypeConversionException;

/** The root of all commands, and the main method. */
@Command(
        name = "freshet",
        description = "Keeps the data people look at fresh, on plain PostgreSQL.",
        mixinStandardHelpOptions = true,
        versionProvider = FreshetCommand.Version.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            JobsCommand.class,
            RunCommand.class,
            RunsCommand.class,
            LogsCommand.class,
            CancelCommand.class,
            StopCommand.class,
            ResumeRunCommand.class,
            RestartCommand.class,
            RetryCommand.class,
            ItemsCommand.class,
            ChangesCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            ArtifactsCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            SkipCommand.class,
            RescheduleCommand.class,
            BackfillCommand.class,
            ViewsCommand.class,
            FreshnessCommand.class,
            LineageCommand.class,
            AlertsCommand.class,
            ScheduleCommand.class,
            ImportCommand.class,
            UsersCommand.class,
            CompletionCommand.class,
            WarmUpCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 the work failed, 2 wrong usage or definitions, 3 the service cannot be reached.",
            "Environment: FRESHET_TOKEN for commands, FRESHET_ADMIN_TOKEN for a first start.",
            "Of the service: FRESHET_OIDC_…, FRESHET_TRUST_PROXY, FRESHET_PUBLIC_URL, FRESHET_SESSION_…; see"
                    + " docs/operations/security.md."
        })
public final class FreshetCommand {

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = commandLine(out, err).execute(arguments);
        System.exit(exitCode);
    }

    /** The command line with its error handling, printing to the given writers. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new FreshetCommand())
                .registerConverter(long.class, FreshetCommand::runId)
                .registerConverter(Long.class, FreshetCommand::runId)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Errors::wrongUsage)
                .setExecutionExceptionHandler(Errors::failed);
    }

    private static long runId(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not the id of a run; freshet runs lists them");
        }
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"freshet " + Freshet.version()};
        }
    }
}
