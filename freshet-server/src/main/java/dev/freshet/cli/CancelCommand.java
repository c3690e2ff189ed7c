// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Cancels a run. */
@Command(
        name = "cancel",
        description = "Cancels a run; it counts as cancelled when its backend is proved gone.",
        mixinStandardHelpOptions = true)
final class CancelCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/runs/" + run + "/cancel", reason.isEmpty() ? null : Map.of("reason", reason));
        return show(answer, cancelled -> {
            boolean done = cancelled.path("state").asString().equals("cancelled");
            out().println("Run " + run + (done ? " is cancelled." : " is being cancelled; see freshet logs -f " + run));
        });
    }
}
