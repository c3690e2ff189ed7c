// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Runs slices that did not succeed again. */
@Command(
        name = "retry",
        description = "Runs slices that did not succeed again: those that are named, or all.",
        mixinStandardHelpOptions = true)
final class BackfillRetryCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "BACKFILL", description = "its number")
    private int backfill;

    @Parameters(
            index = "1..*",
            paramLabel = "SLICE",
            description = "numbers of slices (default: all that did not succeed)")
    private List<Integer> slices = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail")
    private @Nullable String reason;

    @Option(names = "--wait", description = "shows how far it is and waits for its end")
    private boolean wait;

    @Override
    int call(ApiClient api) throws InterruptedException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("reason", reason);
        body.put("slices", slices.isEmpty() ? null : slices);
        JsonNode answer = api.post("/api/backfills/" + backfill + "/retry", body);
        if (wait) {
            return new BackfillProgress(api, out(), wantsJson()).follow(backfill);
        }
        return show(
                answer,
                retried -> out().println("Backfill " + backfill + " runs again; follow it with freshet backfill show "
                        + backfill + " --wait"));
    }
}
