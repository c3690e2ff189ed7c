// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A command that does one thing to one run. */
abstract class RunActCommand extends ActCommand {

    @Parameters(paramLabel = "RUN", description = "id of the run")
    private long run;

    RunActCommand(String act) {
        super(act);
    }

    @Override
    final String subject() {
        return "runs/" + run;
    }

    @Override
    final String told(JsonNode answer) {
        return told(run, answer);
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
