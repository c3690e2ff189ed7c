// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists users. */
@Command(name = "list", description = "Lists every user.", mixinStandardHelpOptions = true)
final class UsersListCommand extends RemoteCommand {

    @Override
    int call(ApiClient api) {
        JsonNode users = api.get("/api/users");
        if (wantsJson()) {
            printJson(users);
            return ExitCode.DONE;
        }
        Table table = Table.of("NAME", "ROLE", "STATE", "LAST LOGIN");
        for (JsonNode user : users.path("items")) {
            table.row(
                    Human.text(user.path("name")),
                    Human.text(user.path("role")),
                    Human.text(user.path("state")),
                    Human.distance(user.path("last_login_at"), now()));
        }
        table.print(out(), "There is no user yet; take the link that the service printed at its start.");
        return ExitCode.DONE;
    }
}
