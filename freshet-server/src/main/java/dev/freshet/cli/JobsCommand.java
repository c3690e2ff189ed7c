// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists jobs. */
@Command(
        name = "jobs",
        description = "Lists jobs with their schedules and newest runs.",
        mixinStandardHelpOptions = true)
final class JobsCommand extends RemoteCommand {

    private static final int EVERYTHING = 1_000;

    @Override
    int call(ApiClient api) {
        JsonNode jobs = api.get("/api/jobs" + ApiClient.query(Map.of("limit", EVERYTHING)));
        return show(jobs, answer -> print(api, answer));
    }

    private void print(ApiClient api, JsonNode jobs) {
        Map<String, JsonNode> inGroups = viewsInGroups(api, jobs);
        Table table = Table.of("JOB", "TYPE", "SCHEDULE", "NEXT", "LAST RUN", "STARTED", ">TOOK");
        for (JsonNode job : jobs.get("items")) {
            String name = job.get("name").asString();
            JsonNode view = inGroups.get(name);
            JsonNode last = view == null ? job.path("last_run") : view.path("last_refresh");
            table.row(
                    name,
                    job.get("type").asString(),
                    schedule(job) + (job.path("shadow").asBoolean(false) ? " (shadow: ticks only)" : ""),
                    job.hasNonNull("pause") ? "paused" : Human.distance(job.path("next_tick_at"), now()),
                    view == null
                            ? Human.text(last.path("state"))
                            : "by group " + view.get("group").asString(),
                    Human.distance(last.path("started_at"), now()),
                    view == null
                            ? Human.between(last.path("started_at"), last.path("ended_at"), now())
                            : Human.between(last.path("started_at"), last.path("completed_at"), now()));
        }
        table.print(out(), "No job is defined; apply definitions with freshet apply --config FILE.");
    }

    /** Of the jobs that never ran themselves, the views that a group refreshes. */
    private static Map<String, JsonNode> viewsInGroups(ApiClient api, JsonNode jobs) {
        Map<String, JsonNode> found = new HashMap<>();
        jobs.get("items").forEach(job -> {
            if (job.get("type").asString().equals("refresh") && !job.hasNonNull("last_run")) {
                found.put(job.get("name").asString(), job);
            }
        });
        if (!found.isEmpty()) {
            JsonNode views = api.get("/api/views" + ApiClient.query(Map.of("limit", EVERYTHING)));
            views.get("items").forEach(view -> {
                if (view.hasNonNull("group")) {
                    found.replace(view.get("name").asString(), view);
                }
            });
            found.values().removeIf(each -> !each.hasNonNull("group"));
        }
        return found;
    }

    private static String schedule(JsonNode job) {
        if (job.path("target_lag").asBoolean(false)) {
            return "just in time";
        }
        String zone = Human.text(job.path("time_zone"));
        String schedule = Human.text(job.path("schedule"));
        return zone.equals("-") || zone.equals("UTC") ? schedule : schedule + " " + zone;
    }
}
