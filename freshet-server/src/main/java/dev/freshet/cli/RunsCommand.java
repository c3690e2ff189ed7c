// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lists runs. */
@Command(name = "runs", description = "Lists runs, newest first, or shows one.", mixinStandardHelpOptions = true)
final class RunsCommand extends RemoteCommand {

    private static final int WIDTH_OF_NOTE = 70;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "shows this run, and what it waits for")
    private @Nullable Long run;

    @Option(names = "--job", paramLabel = "JOB", description = "only of this job")
    private @Nullable String job;

    @Option(names = "--state", paramLabel = "STATE", description = "only in this state, for example failed")
    private @Nullable String state;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int limit;

    @Override
    int call(ApiClient api) {
        if (run != null) {
            return show(api.get("/api/runs/" + run), found -> RunLines.of(found).forEach(out()::println));
        }
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("job", job);
        query.put("state", state);
        query.put("limit", limit);
        JsonNode runs = api.get("/api/runs" + ApiClient.query(query));
        if (job != null && runs.get("items").isEmpty()) {
            // Says so when there is no such job.
            api.get("/api/jobs/" + ApiClient.encode(job));
        }
        return show(runs, this::print);
    }

    private void print(JsonNode runs) {
        Table table = Table.of(">RUN", "JOB", "STATE", "TRIGGER", "QUEUED", ">TOOK", ">TRY", "NOTE");
        for (JsonNode run : runs.get("items")) {
            table.row(
                    run.get("id").asString(),
                    run.get("job").asString(),
                    run.get("state").asString(),
                    run.get("trigger").asString(),
                    Human.distance(run.get("queued_at"), now()),
                    Human.between(run.path("started_at"), run.path("ended_at"), now()),
                    run.get("attempt").asString(),
                    note(run));
        }
        table.print(
                out(),
                "There is no run" + (job == null ? "" : " of " + job)
                        + (state == null ? "." : " that is in state " + state + "."));
    }

    private static String note(JsonNode run) {
        if (run.hasNonNull("error")) {
            return Human.line(run.get("error").path("message"), WIDTH_OF_NOTE);
        }
        if (run.hasNonNull("held_because")) {
            return "held: " + Human.line(run.get("held_because"), WIDTH_OF_NOTE);
        }
        if (run.path("ended_at").isNull() && run.hasNonNull("slow_since")) {
            return "takes longer than usual";
        }
        JsonNode progress = run.path("progress");
        boolean active = run.path("ended_at").isNull();
        if (active && progress.hasNonNull("done")) {
            return Human.number(progress.get("done")) + " of " + Human.number(progress.path("total"));
        }
        return "";
    }
}
