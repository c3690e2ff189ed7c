// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Goes on with a stopped backfill. */
@Command(name = "resume", description = "Goes on with a stopped backfill.", mixinStandardHelpOptions = true)
final class BackfillResumeCommand extends RemoteCommand {

    @Parameters(paramLabel = "BACKFILL", description = "its number")
    private int backfill;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer =
                api.post("/api/backfills/" + backfill + "/resume", reason.isEmpty() ? null : Map.of("reason", reason));
        return show(answer, done -> out().println("Backfill " + backfill + " goes on."));
    }
}
