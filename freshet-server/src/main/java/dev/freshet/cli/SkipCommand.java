// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Skips a tick that lies ahead. */
@Command(
        name = "skip",
        description = "Skips the next tick of a job, or a certain one; the ledger says who wanted it so.",
        mixinStandardHelpOptions = true)
final class SkipCommand extends RemoteCommand {

    @Parameters(paramLabel = "JOB", description = "name of the job")
    private String job = "";

    @Option(
            names = "--tick",
            paramLabel = "TIME",
            description = "which tick: its time in the job's zone, or its instant (default: the next)")
    private @Nullable String tick;

    @Option(names = "--undo", description = "lets the tick fire after all; with --tick")
    private boolean undo;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the ledger and the audit trail")
    private @Nullable String reason;

    @Override
    int call(ApiClient api) {
        String path = "/api/jobs/" + ApiClient.encode(job);
        Map<String, String> body = reason == null ? Map.of() : Map.of("reason", reason);
        if (undo) {
            return TickRestoring.restore(this, api, job, tick, body);
        }
        JsonNode order = api.post(
                tick == null ? path + "/skip-next" : path + "/ticks/" + ApiClient.encode(tick) + "/skip", body);
        return show(
                order,
                skipped -> out().println("The tick "
                        + skipped.get("scheduled_for").asString() + " of " + job
                        + " will be skipped; take it back with freshet skip " + job + " --undo --tick "
                        + skipped.get("scheduled_for").asString()));
    }
}
