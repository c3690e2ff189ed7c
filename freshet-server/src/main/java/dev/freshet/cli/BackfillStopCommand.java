// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;

/** Stops a backfill. */
@Command(
        name = "stop",
        description = "Lets no further slice begin; those that run go on to their end.",
        mixinStandardHelpOptions = true)
final class BackfillStopCommand extends BackfillActCommand {

    BackfillStopCommand() {
        super("stop");
    }

    @Override
    String told(int backfill) {
        return "is stopped; go on with freshet backfill resume " + backfill;
    }
}
