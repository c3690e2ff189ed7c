// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;

/** Taking over from another scheduler. */
@Command(
        name = "import",
        description = "Takes over from another scheduler: definitions to review, and a comparison before the cut-over.",
        mixinStandardHelpOptions = true,
        subcommands = {ImportCrontabCommand.class, ImportPgCronCommand.class, ImportCompareCommand.class})
final class ImportCommand {}
