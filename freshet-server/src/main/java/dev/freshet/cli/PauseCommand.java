// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.server.Moments;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Pauses a job. */
@Command(
        name = "pause",
        description = "Pauses a job: its ticks are recorded as skipped until it is resumed.",
        mixinStandardHelpOptions = true)
final class PauseCommand extends RemoteCommand {

    @Parameters(paramLabel = "JOB", description = "name of the job")
    private String job = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail")
    private @Nullable String reason;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "when the pause ends by itself (local time or instant)")
    private @Nullable String until;

    @Override
    int call(ApiClient api) {
        Map<String, String> body = new LinkedHashMap<>();
        if (reason != null) {
            body.put("reason", reason);
        }
        if (until != null) {
            body.put(
                    "until",
                    Moments.instant("--until", until, ZoneId.systemDefault()).toString());
        }
        JsonNode answer = api.post("/api/jobs/" + ApiClient.encode(job) + "/pause", body);
        return show(answer, paused -> {
            String end = Human.text(paused.path("pause").path("until"));
            out().println(job + " is paused"
                    + (end.equals("-") ? "; end it with freshet resume " + job : " until " + end));
        });
    }
}
