// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows an item. */
@Command(
        name = "show",
        description = "Shows an item: its payload, its error and its history.",
        mixinStandardHelpOptions = true)
final class ItemsShowCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "RUN", description = "id of the run")
    private long run;

    @Parameters(index = "1", paramLabel = "ITEM", description = "number of the item")
    private long item;

    @Override
    int call(ApiClient api) {
        return show(api.get("/api/runs/" + run + "/items/" + item), this::print);
    }

    private void print(JsonNode found) {
        out().println("Item " + item + " of run " + run + ": " + Human.text(found.get("key")) + ", "
                + Human.text(found.get("state")) + " after " + Human.number(found.get("attempts")) + " attempts");
        JsonNode error = found.path("error");
        for (String part : new String[] {"sql_state", "message", "detail", "hint"}) {
            if (error.hasNonNull(part)) {
                out().println("  " + part.replace("sql_state", "SQLSTATE") + ": "
                        + error.get(part).asString());
            }
        }
        if (found.hasNonNull("reason")) {
            out().println("  dismissed: " + found.get("reason").asString());
        }
        out().println(ApiClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(found.get("payload")));
        for (JsonNode event : found.get("history")) {
            String by = event.hasNonNull("by")
                    ? " by " + event.get("by").asString()
                    : event.hasNonNull("run") ? " in run " + event.get("run").asLong() : "";
            out().println("  " + Human.text(event.get("at")) + "  " + Human.text(event.get("what")) + by
                    + (event.hasNonNull("message") ? ": " + event.get("message").asString() : ""));
        }
    }
}
