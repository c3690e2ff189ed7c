// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Stops a backfill. */
@Command(
        name = "stop",
        description = "Lets no further slice begin; those that run go on to their end.",
        mixinStandardHelpOptions = true)
final class BackfillStopCommand extends RemoteCommand {

    @Parameters(paramLabel = "BACKFILL", description = "its number")
    private int backfill;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer =
                api.post("/api/backfills/" + backfill + "/stop", reason.isEmpty() ? null : Map.of("reason", reason));
        return show(
                answer,
                done -> out().println("Backfill " + backfill + " is stopped; go on with freshet backfill resume "
                        + backfill));
    }
}
