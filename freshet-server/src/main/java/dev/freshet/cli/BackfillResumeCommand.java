// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;

/** Goes on with a stopped backfill. */
@Command(name = "resume", description = "Goes on with a stopped backfill.", mixinStandardHelpOptions = true)
final class BackfillResumeCommand extends BackfillActCommand {

    BackfillResumeCommand() {
        super("resume");
    }

    @Override
    String told(int backfill) {
        return "goes on.";
    }
}
