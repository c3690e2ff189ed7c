// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;

/** What can be asked about schedules. */
@Command(
        name = "schedule",
        description = "Explains schedules.",
        mixinStandardHelpOptions = true,
        subcommands = ScheduleExplainCommand.class)
final class ScheduleCommand {}
