// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;

/** Cancels a backfill. */
@Command(
        name = "cancel",
        description = "Ends a backfill: what waits is not begun, what runs is cancelled.",
        mixinStandardHelpOptions = true)
final class BackfillCancelCommand extends BackfillActCommand {

    BackfillCancelCommand() {
        super("cancel");
    }

    @Override
    String told(int backfill) {
        return "is cancelled.";
    }
}
