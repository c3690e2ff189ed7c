// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A command that does one thing to one run, and says why in the audit trail. */
abstract class RunActCommand extends RemoteCommand {

    private final String act;

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    /** @param act the last part of the address */
    RunActCommand(String act) {
        this.act = act;
    }

    @Override
    final int call(ApiClient api) {
        return show(
                api.post("/api/runs/" + run + "/" + act, reason.isEmpty() ? null : Map.of("reason", reason)),
                answer -> out().println(told(run, answer)));
    }

    /** What happened, in a sentence. */
    abstract String told(long run, JsonNode answer);

    /** As {@link #told}, of a new run that follows. */
    static String follows(JsonNode queued, String what) {
        long id = queued.get("id").asLong();
        return "Run " + id + " of " + queued.get("job").asString() + " " + what + "; follow it with freshet logs -f "
                + id;
    }
}
