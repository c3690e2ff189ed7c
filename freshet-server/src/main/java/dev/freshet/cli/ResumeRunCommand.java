// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Goes on where a run left off. */
@Command(
        name = "resume-run",
        description = "Goes on where a stopped, cancelled, failed or lost run left off, in a new run: on the items that"
                + " wait, the views that are left, or from a Java handler's checkpoint.",
        mixinStandardHelpOptions = true)
final class ResumeRunCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode answer = api.post("/api/runs/" + run + "/resume", reason.isEmpty() ? null : Map.of("reason", reason));
        return show(answer, queued -> {
            long id = queued.get("id").asLong();
            out().println("Run " + id + " of " + queued.get("job").asString() + " goes on where run " + run
                    + " left off; follow it with freshet logs -f " + id);
        });
    }
}
