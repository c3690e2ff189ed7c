// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed and how it ended. */
record CommandOutcome(int exitCode, String out, String err) {

    static CommandOutcome of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = FreshetCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new CommandOutcome(exitCode, out.toString(), err.toString());
    }
}
