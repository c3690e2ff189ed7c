// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Does the work of an ended run again from the start. */
@Command(
        name = "restart",
        description = "Does the work of an ended run again from the start, in a new run with its parameters and logical"
                + " time; items are listed anew.",
        mixinStandardHelpOptions = true)
final class RestartCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/runs/" + run + "/restart", reason.isEmpty() ? null : Map.of("reason", reason));
        return show(answer, queued -> {
            long id = queued.get("id").asLong();
            out().println("Run " + id + " of " + queued.get("job").asString() + " does the work of run " + run
                    + " from the start; follow it with freshet logs -f " + id);
        });
    }
}
