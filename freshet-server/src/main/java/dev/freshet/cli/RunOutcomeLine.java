// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** How a run ended, in a line or a few. */
final class RunOutcomeLine {

    private RunOutcomeLine() {}

    static boolean succeeded(JsonNode run) {
        return run.path("state").asString().equals("succeeded");
    }

    static String of(JsonNode run) {
        StringBuilder line = new StringBuilder("Run ")
                .append(run.get("id").asLong())
                .append(" of ")
                .append(run.get("job").asString())
                .append(": ")
                .append(run.get("state").asString());
        if (run.hasNonNull("started_at")) {
            line.append(" after ").append(Human.between(run.get("started_at"), run.path("ended_at"), Instant.now()));
        }
        if (run.hasNonNull("rows_affected")) {
            line.append(", ").append(Human.number(run.get("rows_affected"))).append(" rows");
        }
        JsonNode error = run.path("error");
        for (String part : new String[] {"message", "detail", "hint", "advice"}) {
            if (error.hasNonNull(part)) {
                line.append("\n  ")
                        .append(part)
                        .append(": ")
                        .append(error.get(part).asString());
            }
        }
        return line.toString();
    }
}
