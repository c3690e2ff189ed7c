// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Starts a backfill, or says what it would do. */
@Command(
        name = "start",
        description =
                "Starts a backfill: a run of the job for each slice, with the slice's start as :logical_time and its"
                        + " end as :logical_end.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With --wait the exit code is 0 when every slice succeeded, else 1.",
            "Try it with --dry-run first: it says how many slices there are."
        })
final class BackfillStartCommand extends RemoteCommand {

    @Parameters(paramLabel = "JOB", description = "name of the job")
    private String job = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            description = "where the stretch begins: a day, a time in the job's zone, or an instant")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", required = true, description = "where it ends, exclusive")
    private String to = "";

    @Option(
            names = "--slice",
            paramLabel = "WIDTH",
            description = "ticks, 1d, 1w, 1month, 6h (default: ticks of the job's schedule)")
    private @Nullable String slice;

    @Option(names = "--zone", paramLabel = "ZONE", description = "whose days slices are (default: the job's)")
    private @Nullable String zone;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "at most so many slices at once (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int parallel;

    @Option(
            names = "--beside",
            description =
                    "lets slices run beside each other and beside the job's other runs although the job forbids that")
    private boolean beside;

    @Option(names = "--newest-first", description = "begins with the newest slice")
    private boolean newestFirst;

    @Option(names = "--fail-fast", description = "begins no further slice after one that fails")
    private boolean failFast;

    @Option(names = "--param", paramLabel = "KEY=VALUE", description = "a parameter for each run; may be repeated")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "says what would be done, and does nothing")
    private boolean dryRun;

    @Option(names = "--wait", description = "shows how far it is and waits for its end")
    private boolean wait;

    @Override
    int call(ApiClient api) throws InterruptedException {
        if (dryRun) {
            return show(api.post("/api/backfills?dry_run=true", body()), this::printPreview);
        }
        JsonNode started = api.post("/api/backfills", body());
        if (wait) {
            return new BackfillProgress(api, out(), wantsJson())
                    .follow(started.get("id").asLong());
        }
        return show(
                started,
                backfill -> out().println("Backfill " + backfill.get("id").asString() + " of " + job
                        + " has begun: " + Human.number(backfill.get("slices"))
                        + " slices; follow it with freshet backfill show "
                        + backfill.get("id").asString() + " --wait"));
    }

    private Map<String, @Nullable Object> body() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("job", job);
        body.put("from", from);
        body.put("to", to);
        body.put("slice", slice);
        body.put("time_zone", zone);
        body.put("parallel", parallel);
        body.put("beside", beside);
        body.put("order", newestFirst ? "newest" : "oldest");
        body.put("fail_fast", failFast);
        body.put("parameters", parameters);
        body.put("reason", reason);
        return body;
    }

    private void printPreview(JsonNode preview) {
        out().println("Would run " + job + " " + Human.number(preview.get("slices")) + " times, by "
                + preview.get("slice").asString() + " in "
                + preview.get("time_zone").asString() + ", at most "
                + preview.get("parallel").asString() + " at once:");
        preview.get("first").forEach(this::printSlice);
        if (!preview.get("last").isEmpty()) {
            out().println("  …");
            preview.get("last").forEach(this::printSlice);
        }
    }

    private void printSlice(JsonNode each) {
        out().println("  " + each.get("start").asString() + " to "
                + each.get("end").asString());
    }
}
