// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Stops a run at its next checkpoint. */
@Command(
        name = "stop",
        description =
                "Stops a run: it finishes what is in hand and ends at its next checkpoint; resume-run goes on from"
                        + " there.",
        mixinStandardHelpOptions = true)
final class StopCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/runs/" + run + "/stop", reason.isEmpty() ? null : Map.of("reason", reason));
        return show(answer, stopped -> {
            boolean done = stopped.path("state").asString().equals("stopped");
            out().println("Run " + run
                    + (done
                            ? " is stopped; go on with freshet resume-run " + run
                            : " stops at its next checkpoint; see freshet logs -f " + run));
        });
    }
}
