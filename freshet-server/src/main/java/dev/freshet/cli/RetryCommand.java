// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Does again what failed of an ended run. */
@Command(
        name = "retry",
        description =
                "Does again what failed of an ended run, in a new run with its parameters and logical time: of items"
                        + " those that failed and those that wait, of other work all of it.",
        mixinStandardHelpOptions = true)
final class RetryCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/runs/" + run + "/retry", reason.isEmpty() ? null : Map.of("reason", reason));
        if (wantsJson()) {
            printJson(answer);
        } else {
            long id = answer.get("id").asLong();
            out().println("Run " + id + " of " + answer.get("job").asString() + " does the work of run " + run
                    + " again; follow it with freshet logs -f " + id);
        }
        return ExitCode.DONE;
    }
}
