// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tries a channel. */
@Command(
        name = "test",
        description = "Sends a test to a channel and says how that went (exit code 1 where it was not taken).",
        mixinStandardHelpOptions = true)
final class AlertsTestCommand extends RemoteCommand {

    @Parameters(paramLabel = "CHANNEL", description = "name of the channel")
    private String channel = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/alerts/channels/" + ApiClient.encode(channel) + "/test", null);
        show(answer, this::print);
        boolean taken = answer.get("items")
                .valueStream()
                .allMatch(delivery -> delivery.get("state").asString().equals("delivered"));
        return taken ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void print(JsonNode tried) {
        for (JsonNode delivery : tried.get("items")) {
            String to = delivery.get("means").asString()
                    + (delivery.get("recipient").isNull()
                            ? ""
                            : " " + delivery.get("recipient").asString());
            out().println(
                            delivery.get("state").asString().equals("delivered")
                                    ? to + ": delivered"
                                    : to + ": not delivered: "
                                            + delivery.get("error").asString());
        }
    }
}
