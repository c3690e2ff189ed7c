// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Invites somebody. */
@Command(
        name = "invite",
        description = "Makes a user and prints the link by which the user sets a password.",
        mixinStandardHelpOptions = true)
final class UsersInviteCommand extends RemoteCommand {

    @Parameters(paramLabel = "NAME", description = "what the user logs in with")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "viewer, operator or administrator (default: ${DEFAULT-VALUE})",
            defaultValue = "viewer")
    private String role = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/users", Map.of("name", name, "role", role));
        if (wantsJson()) {
            printJson(answer);
        } else {
            out().println(answer.path("link").asString());
            err().println("Send it to " + name + " on a way you trust: it works once, within three days");
        }
        return ExitCode.DONE;
    }
}
