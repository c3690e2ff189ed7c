// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes back what was ordered for a tick. */
final class TickRestoring {

    private TickRestoring() {}

    static int restore(
            RemoteCommand command, ApiClient api, String job, @Nullable String tick, Map<String, String> body) {
        if (tick == null) {
            command.err()
                    .println("error: which tick? Name it with --tick; GET /api/jobs/" + job
                            + "/tick-orders lists what is ordered");
            return ExitCode.WRONG_USAGE;
        }
        api.post("/api/jobs/" + ApiClient.encode(job) + "/ticks/" + ApiClient.encode(tick) + "/restore", body);
        command.out().println("The tick " + tick + " of " + job + " is as the schedule has it.");
        return ExitCode.DONE;
    }
}
