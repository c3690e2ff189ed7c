// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.error.ErrorKind;
import dev.freshet.error.FreshetException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How commands say that something is wrong: one line, on stderr, without a stack trace. */
final class Errors {

    private Errors() {}

    static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(
                "error: " + e.getMessage() + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        UnmatchedArgumentException.printSuggestions(e, err);
        return ExitCode.WRONG_USAGE;
    }

    static int failed(Exception e, CommandLine command, ParseResult parsed) {
        command.getErr().println("error: " + e.getMessage());
        return switch (e) {
            case ApiClient.UnreachableException unreachable -> ExitCode.UNREACHABLE;
            case ApiClient.ProblemException problem -> problem.exitCode();
            case FreshetException freshet -> exitCode(freshet.code().kind());
            default -> {
                LoggerFactory.getLogger(Errors.class).error("This is a defect of Freshet", e);
                yield ExitCode.FAILED;
            }
        };
    }

    private static int exitCode(ErrorKind kind) {
        return switch (kind) {
            case USER, NOT_FOUND -> ExitCode.WRONG_USAGE;
            case CONFLICT, RESOURCE, INTERNAL -> ExitCode.FAILED;
        };
    }
}
