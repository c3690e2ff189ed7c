// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lets somebody in again who lost the password or is locked out. */
@Command(
        name = "reset-password",
        description = "Prints a link by which a user sets a new password, which also ends a lock.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "An administrator who is locked out runs it on the service's machine: the token in HOME/admin-token does."
        })
final class UsersResetPasswordCommand extends RemoteCommand {

    @Parameters(paramLabel = "NAME", description = "of the user")
    private String name = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/users/" + ApiClient.encode(name) + "/reset-link", null);
        if (wantsJson()) {
            printJson(answer);
        } else {
            out().println(answer.path("link").asString());
            err().println("It works once, within three days");
        }
        return ExitCode.DONE;
    }
}
