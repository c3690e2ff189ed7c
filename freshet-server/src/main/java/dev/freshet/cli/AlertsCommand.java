// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists alerts. */
@Command(
        name = "alerts",
        description = "Lists alerts that are open, and what can be done about alerts.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AlertsChannelsCommand.class,
            AlertsSilenceCommand.class,
            AlertsSilencesCommand.class,
            AlertsTestCommand.class,
            AlertsUnsilenceCommand.class
        })
final class AlertsCommand extends RemoteCommand {

    private static final int WIDTH_OF_MESSAGE = 90;

    @Option(names = "--resolved", description = "those that were resolved instead")
    private boolean resolved;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "only breach, failed, lost, slow, behind or dead-letter")
    private @Nullable String kind;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE})",
            defaultValue = "50")
    private int limit;

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("state", resolved ? "resolved" : "open");
        query.put("kind", kind);
        query.put("limit", limit);
        return show(api.get("/api/alerts" + ApiClient.query(query)), this::print);
    }

    private void print(JsonNode alerts) {
        Table table = Table.of(">ALERT", "KIND", "ABOUT", "STATE", "SINCE", "MESSAGE");
        for (JsonNode alert : alerts.get("items")) {
            table.row(
                    Human.text(alert.get("id")),
                    Human.text(alert.get("kind")),
                    Human.text(alert.get("subject")),
                    alert.get("silenced").asBoolean() ? "silenced" : Human.text(alert.get("state")),
                    Human.distance(alert.get("began_at"), now()),
                    Human.line(alert.get("message"), WIDTH_OF_MESSAGE));
        }
        table.print(out(), resolved ? "No alert was resolved." : "No alert is open.");
    }
}
