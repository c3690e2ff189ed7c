// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A run in a few lines: how it stands, what it waits for, and what it left to judge it by. */
final class RunLines {

    private RunLines() {}

    static List<String> of(JsonNode run) {
        List<String> lines = new ArrayList<>();
        lines.add(RunOutcomeLine.of(run));
        if (run.path("awaits_approval").asBoolean()) {
            lines.add("  it asks: freshet changes " + run.get("id") + ", then freshet approve or reject "
                    + run.get("id"));
        }
        if (run.hasNonNull("slow_since")) {
            lines.add("  takes longer than usual since "
                    + Human.distance(run.get("slow_since"), Instant.now()).replace(" ago", ""));
        }
        for (JsonNode wait : run.path("waits_for")) {
            lines.add("  waits for pid " + wait.get("blocker_pid") + text(wait, "blocker_user", ", user ")
                    + text(wait, "blocker_application", ", application ")
                    + (wait.hasNonNull("since")
                            ? ", for "
                                    + Human.distance(wait.get("since"), Instant.now())
                                            .replace(" ago", "")
                            : "")
                    + text(wait, "blocker_query", ": "));
        }
        run.path("checks")
                .forEach(check -> lines.add("  check " + check.get("name").asString() + ": "
                        + check.get("outcome").asString() + text(check, "detail", ", ")));
        run.path("metrics")
                .properties()
                .forEach(metric -> lines.add("  " + metric.getKey() + " = " + metric.getValue()));
        run.path("cost").properties().forEach(cost -> lines.add("  cost " + cost.getKey() + " = " + cost.getValue()));
        return lines;
    }

    private static String text(JsonNode tree, String field, String before) {
        return tree.hasNonNull(field) && !tree.get(field).asString().isEmpty()
                ? before + tree.get(field).asString()
                : "";
    }
}
