// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists silences. */
@Command(name = "silences", description = "Lists silences that are in force.", mixinStandardHelpOptions = true)
final class AlertsSilencesCommand extends RemoteCommand {

    private static final int MOST = 1_000;
    private static final int WIDTH_OF_REASON = 60;

    @Option(names = "--all", description = "also those that are over")
    private boolean all;

    @Override
    int call(ApiClient api) {
        return show(api.get("/api/silences" + ApiClient.query(Map.of("limit", MOST))), this::print);
    }

    private void print(JsonNode silences) {
        Table table = Table.of(">SILENCE", "ABOUT", "KIND", "ENDS", "BY", "REASON");
        for (JsonNode silence : silences.get("items")) {
            if (all || silence.get("active").asBoolean()) {
                table.row(
                        Human.text(silence.get("id")),
                        Human.text(silence.get("subject")),
                        silence.get("kind").isNull() ? "all" : Human.text(silence.get("kind")),
                        Human.distance(silence.get("ends_at"), now()),
                        Human.text(silence.get("created_by")),
                        Human.line(silence.get("reason"), WIDTH_OF_REASON));
            }
        }
        table.print(out(), "No silence is in force.");
    }
}
