// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Runs a job now. */
@Command(
        name = "run",
        description = "Runs a job, a group or a view's refresh now.",
        mixinStandardHelpOptions = true,
        footer = {"", "With --wait the exit code is 0 when the run succeeded, else 1."})
final class RunCommand extends RemoteCommand {

    @Parameters(paramLabel = "JOB", description = "name of the job, group or view")
    private String job = "";

    @Option(names = "--param", paramLabel = "KEY=VALUE", description = "a parameter for the job's SQL; may be repeated")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--wait", description = "shows the run's log and waits for its end")
    private boolean wait;

    @Override
    int call(ApiClient api) {
        JsonNode started = api.post("/api/jobs/" + ApiClient.encode(job) + "/runs", Map.of("parameters", parameters));
        long id = started.get("id").asLong();
        if (!wantsJson()
                && api.get("/api/jobs/" + ApiClient.encode(job)).path("shadow").asBoolean(false)) {
            err().println("The schedule of " + job + " only counts ticks (shadow: true); this run does the work.");
        }
        if (!wait) {
            if (wantsJson()) {
                printJson(started);
            } else {
                out().println("Run " + id + " of " + job + " is queued; follow it with freshet logs -f " + id);
            }
            return ExitCode.DONE;
        }
        new LogFollower(api, wantsJson() ? line -> {} : out()::println).follow(id, "");
        JsonNode run = api.get("/api/runs/" + id);
        if (wantsJson()) {
            printJson(run);
        } else {
            out().println(RunOutcomeLine.of(run));
        }
        return RunOutcomeLine.succeeded(run) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
