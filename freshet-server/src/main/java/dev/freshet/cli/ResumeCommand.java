// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Ends the pause of a job. */
@Command(
        name = "resume",
        description = "Ends the pause of a job. (freshet resume-run RUN goes on with a run.)",
        mixinStandardHelpOptions = true)
final class ResumeCommand extends RemoteCommand {

    @Parameters(paramLabel = "JOB", description = "name of the job")
    private String job = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail")
    private @Nullable String reason;

    @Override
    int call(ApiClient api) {
        String path = "/api/jobs/" + ApiClient.encode(job);
        boolean paused = api.get(path).hasNonNull("pause");
        JsonNode answer = api.post(path + "/resume", reason == null ? null : Map.of("reason", reason));
        return show(answer, resumed -> {
            String next = Human.distance(resumed.path("next_tick_at"), now());
            out().println(job
                    + (paused ? " is resumed" : " was not paused")
                    + (next.equals("-") ? "" : "; next tick " + next));
        });
    }
}
