// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows a run's log. */
@Command(
        name = "logs",
        description = "Shows the log of a run, or of the newest run of a job.",
        mixinStandardHelpOptions = true)
final class LogsCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN|JOB", description = "id of a run; or name of a job, group or view")
    private String subject = "";

    @Option(
            names = {"-f", "--follow"},
            description = "goes on until the run ends")
    private boolean follow;

    private static final Pattern ID = Pattern.compile("\\d{1,18}");

    @Override
    int call(ApiClient api) {
        long run = ID.matcher(subject).matches() ? Long.parseLong(subject) : newestRun(api);
        if (follow) {
            new LogFollower(api, out()::println).follow(run, "");
            return ExitCode.DONE;
        }
        ArrayNode all = ApiClient.JSON.createArrayNode();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/api/runs/" + run + "/log" + ApiClient.query(Map.of("limit", 1_000, "after", cursor)));
            page.get("items").forEach(all::add);
            cursor = page.hasNonNull("next") ? page.get("next").asString() : "";
        } while (!cursor.isEmpty());
        if (wantsJson()) {
            ObjectNode items = ApiClient.JSON.createObjectNode();
            items.set("items", all);
            items.putNull("next");
            printJson(items);
        } else {
            all.forEach(line -> out().println(LogFollower.text(line)));
        }
        return ExitCode.DONE;
    }

    private long newestRun(ApiClient api) {
        JsonNode job = api.get("/api/jobs/" + ApiClient.encode(subject));
        if (job.path("last_run").hasNonNull("id")) {
            return job.path("last_run").get("id").asLong();
        }
        if (job.get("type").asString().equals("refresh")) {
            JsonNode views = api.get("/api/views" + ApiClient.query(Map.of("limit", 1_000)));
            for (JsonNode view : views.get("items")) {
                JsonNode run = view.path("last_refresh").path("run_id");
                if (view.get("name").asString().equals(subject) && run.isNumber()) {
                    return run.asLong();
                }
            }
        }
        throw new FreshetException(
                ErrorCode.RUN_NOT_FOUND, subject + " has no run yet; start one with freshet run " + subject);
    }
}
