// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists channels. */
@Command(
        name = "channels",
        description = "Lists where alerts are told, each with its newest message.",
        mixinStandardHelpOptions = true)
final class AlertsChannelsCommand extends RemoteCommand {

    private static final int WIDTH_OF_ERROR = 80;

    @Override
    int call(ApiClient api) {
        return show(api.get("/api/alerts/channels"), this::print);
    }

    private void print(JsonNode channels) {
        Table table = Table.of("CHANNEL", "LEADS TO", "ON", "NEWEST MESSAGE", "WHEN", "ERROR");
        for (JsonNode channel : channels.get("items")) {
            JsonNode last = channel.get("last_delivery");
            table.row(
                    Human.text(channel.get("name")),
                    String.join(", ", ways(channel)),
                    String.join(
                            ", ",
                            channel.get("on")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList()),
                    last.isNull()
                            ? "-"
                            : last.get("event").asString() + " "
                                    + last.get("state").asString(),
                    Human.distance(last.path("queued_at"), now()),
                    Human.line(last.path("error"), WIDTH_OF_ERROR));
        }
        table.print(out(), "No channel is declared: nobody is told. Declare one under alerts:");
    }

    private static List<String> ways(JsonNode channel) {
        List<String> ways = new ArrayList<>();
        if (channel.get("webhook").asBoolean()) {
            ways.add("webhook");
        }
        channel.get("email").forEach(address -> ways.add(address.asString()));
        if (channel.get("log").asBoolean()) {
            ways.add("log");
        }
        return ways;
    }
}
