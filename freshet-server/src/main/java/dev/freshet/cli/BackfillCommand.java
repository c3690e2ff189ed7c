// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;

/** The commands about backfills. */
@Command(
        name = "backfill",
        description = "Runs a job again for a stretch of the past, slice by slice.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BackfillStartCommand.class,
            BackfillListCommand.class,
            BackfillShowCommand.class,
            BackfillStopCommand.class,
            BackfillResumeCommand.class,
            BackfillCancelCommand.class,
            BackfillRetryCommand.class
        })
final class BackfillCommand {}
