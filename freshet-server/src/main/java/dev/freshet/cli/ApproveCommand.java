// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lets a run that stopped to ask change as much as it would: a new run does the work. */
@Command(
        name = "approve",
        description = "Lets a run that stopped to ask change as much as it would: a new run does the work.",
        mixinStandardHelpOptions = true)
final class ApproveCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/runs/" + run + "/approve", reason.isEmpty() ? null : Map.of("reason", reason));
        if (wantsJson()) {
            printJson(answer);
        } else {
            long id = answer.get("id").asLong();
            out().println("Run " + run + " is approved: run " + id + " does its work; follow it with freshet logs -f "
                    + id);
        }
        return ExitCode.DONE;
    }
}
