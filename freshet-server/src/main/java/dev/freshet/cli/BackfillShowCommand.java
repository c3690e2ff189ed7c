// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows a backfill. */
@Command(
        name = "show",
        description = "Shows how far a backfill is, and the slices that did not succeed.",
        mixinStandardHelpOptions = true)
final class BackfillShowCommand extends RemoteCommand {

    @Parameters(paramLabel = "BACKFILL", description = "its number")
    private int backfill;

    @Option(names = "--wait", description = "shows how far it is and waits for its end")
    private boolean wait;

    @Override
    int call(ApiClient api) throws InterruptedException {
        if (wait) {
            return new BackfillProgress(api, out(), wantsJson()).follow(backfill);
        }
        JsonNode found = api.get("/api/backfills/" + backfill);
        return show(found, shown -> print(api, shown));
    }

    private void print(ApiClient api, JsonNode shown) {
        out().println("Backfill " + backfill + " of " + shown.get("job").asString() + ": "
                + shown.get("state").asString()
                + (shown.hasNonNull("note") ? ", " + shown.get("note").asString() : ""));
        out().println(shown.get("from").asString() + " to " + shown.get("to").asString() + " by "
                + shown.get("slice").asString() + ", at most "
                + shown.get("parallel").asString() + " at once");
        out().println(BackfillProgress.line(shown));
        Table table = Table.of(">SLICE", "FROM", "TO", "STATE", ">RUN");
        for (String state : new String[] {"failed", "lost", "cancelled", "stopped"}) {
            if (shown.get("counts").get(state).asInt() > 0) {
                for (JsonNode slice : api.get("/api/backfills/" + backfill + "/slices?limit=20&state=" + state)
                        .get("items")) {
                    table.row(
                            slice.get("number").asString(),
                            slice.get("start").asString(),
                            slice.get("end").asString(),
                            slice.get("state").asString(),
                            Human.text(slice.get("run_id")));
                }
            }
        }
        table.print(out(), "Every slice that has ended succeeded.");
    }
}
