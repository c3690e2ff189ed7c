// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists jobs. */
@Command(
        name = "jobs",
        description = "Lists jobs with their schedules and newest runs.",
        mixinStandardHelpOptions = true)
final class JobsCommand extends RemoteCommand {

    @Override
    int call(ApiClient api) {
        JsonNode jobs = api.get("/api/jobs" + ApiClient.query(Map.of("limit", 1_000)));
        if (wantsJson()) {
            printJson(jobs);
            return ExitCode.DONE;
        }
        Table table = Table.of("JOB", "TYPE", "SCHEDULE", "NEXT", "LAST RUN", "STARTED", ">TOOK");
        for (JsonNode job : jobs.get("items")) {
            JsonNode last = job.path("last_run");
            table.row(
                    job.get("name").asString(),
                    job.get("type").asString(),
                    schedule(job),
                    job.hasNonNull("pause") ? "paused" : Human.distance(job.path("next_tick_at"), now()),
                    Human.text(last.path("state")),
                    Human.distance(last.path("started_at"), now()),
                    Human.between(last.path("started_at"), last.path("ended_at"), now()));
        }
        table.print(out(), "No job is defined; apply definitions with freshet apply --config FILE.");
        return ExitCode.DONE;
    }

    private static String schedule(JsonNode job) {
        String zone = Human.text(job.path("time_zone"));
        String schedule = Human.text(job.path("schedule"));
        return zone.equals("-") || zone.equals("UTC") ? schedule : schedule + " " + zone;
    }
}
