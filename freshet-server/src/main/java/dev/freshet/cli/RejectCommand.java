// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Refuses a run that stopped to ask: its work is not done. */
@Command(
        name = "reject",
        description = "Refuses a run that stopped to ask: its work is not done.",
        mixinStandardHelpOptions = true)
final class RejectCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/runs/" + run + "/reject", reason.isEmpty() ? null : Map.of("reason", reason));
        if (wantsJson()) {
            printJson(answer);
        } else {
            out().println("Run " + run + " is rejected; nothing was changed.");
        }
        return ExitCode.DONE;
    }
}
