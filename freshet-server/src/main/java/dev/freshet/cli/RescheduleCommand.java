// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Fires a tick at another moment. */
@Command(
        name = "reschedule",
        description = "Fires one tick of a job at another moment; its run keeps the tick as its logical time.",
        mixinStandardHelpOptions = true)
final class RescheduleCommand extends RemoteCommand {

    @Parameters(paramLabel = "JOB", description = "name of the job")
    private String job = "";

    @Option(
            names = "--tick",
            paramLabel = "TIME",
            required = true,
            description = "which tick: its time in the job's zone, or its instant")
    private String tick = "";

    @Option(names = "--to", paramLabel = "TIME", description = "when it fires instead")
    private @Nullable String to;

    @Option(names = "--undo", description = "lets it fire at its own moment after all")
    private boolean undo;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the ledger and the audit trail")
    private @Nullable String reason;

    @Override
    int call(ApiClient api) {
        Map<String, String> body = new LinkedHashMap<>();
        if (reason != null) {
            body.put("reason", reason);
        }
        if (undo) {
            return TickRestoring.restore(this, api, job, tick, body);
        }
        if (to == null) {
            err().println("error: when shall the tick fire? Say it with --to, for example --to 2027-03-28T04:00");
            return ExitCode.WRONG_USAGE;
        }
        body.put("to", to);
        JsonNode order =
                api.post("/api/jobs/" + ApiClient.encode(job) + "/ticks/" + ApiClient.encode(tick) + "/move", body);
        return show(
                order,
                moved -> out().println("The tick " + moved.get("scheduled_for").asString() + " of " + job
                        + " will fire at " + moved.get("moved_to").asString()));
    }
}
