// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Prints what an apply changes: {@code +} created, {@code ~} changed, {@code -} removed. */
final class PlanPrinter {

    private PlanPrinter() {}

    static void print(JsonNode plan, PrintWriter out, PrintWriter err) {
        for (JsonNode entry : plan.get("entries")) {
            String action = entry.get("action").asString();
            if (!action.equals("unchanged")) {
                out.println(sign(action) + " " + entry.get("kind").asString() + " "
                        + entry.get("name").asString());
            }
            if (action.equals("change")) {
                entry.get("changes")
                        .forEach(
                                change -> out.println("    " + change.get("key").asString() + ": "
                                        + change.path("before") + " -> " + change.path("after")));
            }
            entry.get("warnings").forEach(warning -> err.println("warning: " + warning.asString()));
        }
        plan.get("warnings").forEach(warning -> err.println("warning: " + warning.asString()));
        plan.path("effects").forEach(effect -> out.println("  " + effect.asString()));
        out.println(
                plan.get("create").asInt() + " to create, " + plan.get("change").asInt() + " to change, "
                        + plan.get("remove").asInt() + " to remove, "
                        + plan.get("unchanged").asInt() + " unchanged.");
    }

    private static String sign(String action) {
        return switch (action) {
            case "create" -> "+";
            case "remove" -> "-";
            default -> "~";
        };
    }
}
