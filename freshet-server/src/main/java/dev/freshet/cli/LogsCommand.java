// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows a run's log. */
@Command(name = "logs", description = "Shows the log of a run.", mixinStandardHelpOptions = true)
final class LogsCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(
            names = {"-f", "--follow"},
            description = "goes on until the run ends")
    private boolean follow;

    @Override
    int call(ApiClient api) {
        if (follow) {
            new LogFollower(api, out()::println).follow(run, "");
            return ExitCode.DONE;
        }
        ArrayNode all = ApiClient.JSON.createArrayNode();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/api/runs/" + run + "/log" + ApiClient.query(Map.of("limit", 1_000, "after", cursor)));
            page.get("items").forEach(all::add);
            cursor = page.hasNonNull("next") ? page.get("next").asString() : "";
        } while (!cursor.isEmpty());
        if (wantsJson()) {
            ObjectNode items = ApiClient.JSON.createObjectNode();
            items.set("items", all);
            items.putNull("next");
            printJson(items);
        } else {
            all.forEach(line -> out().println(LogFollower.text(line)));
        }
        return ExitCode.DONE;
    }
}
