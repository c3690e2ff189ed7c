// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;

/** The commands about users. */
@Command(
        name = "users",
        description = "Lists users, invites some, and lets those in again who are locked out.",
        mixinStandardHelpOptions = true,
        subcommands = {UsersListCommand.class, UsersInviteCommand.class, UsersResetPasswordCommand.class})
final class UsersCommand {}
