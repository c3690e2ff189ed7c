// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what teaches a shell to complete the commands. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands in bash and zsh.",
        mixinStandardHelpOptions = true,
        footer = {"", "For this session: source <(./freshet completion)"})
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("freshet", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
