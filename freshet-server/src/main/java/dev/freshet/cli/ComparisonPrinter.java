// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.takeover.StartComparison;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows comparisons of ticks and starts.
 *
 * @param notes about what could not be compared
 */
record ComparisonPrinter(Instant from, Instant to, List<StartComparison> compared, List<String> notes) {

    private static final int MOST_SHOWN = 10;
    private static final double MILLIS_PER_SECOND = 1000.0;

    ObjectNode json() {
        ObjectNode json = ApiClient.JSON.createObjectNode();
        json.put("from", from.toString());
        json.put("to", to.toString());
        json.put("agrees", compared.stream().allMatch(StartComparison::agrees));
        ArrayNode jobs = json.putArray("jobs");
        for (StartComparison each : compared) {
            ObjectNode job = jobs.addObject();
            job.put("name", name(each));
            ArrayNode matched = job.putArray("matched");
            each.matched()
                    .forEach(match -> matched.addObject()
                            .put("tick", match.tick().toString())
                            .put("start", match.start().toString())
                            .put("skew_seconds", match.skew().toMillis() / MILLIS_PER_SECOND));
            ArrayNode onlyOld = job.putArray("only_old");
            each.onlyOld().forEach(at -> onlyOld.add(at.toString()));
            ArrayNode onlyFreshet = job.putArray("only_freshet");
            each.onlyFreshet().forEach(at -> onlyFreshet.add(at.toString()));
            ArrayNode remarks = job.putArray("remarks");
            each.remarks().forEach(remarks::add);
        }
        ArrayNode told = json.putArray("notes");
        notes.forEach(told::add);
        return json;
    }

    void print(PrintWriter out) {
        out.println("From " + from + " to " + to);
        Table table = Table.of("JOB", ">BOTH", ">SKEW AT MOST", ">ONLY OLD", ">ONLY FRESHET");
        for (StartComparison each : compared) {
            table.row(
                    name(each),
                    String.valueOf(each.matched().size()),
                    each.largestSkew().map(ComparisonPrinter::seconds).orElse("-"),
                    String.valueOf(each.onlyOld().size()),
                    String.valueOf(each.onlyFreshet().size()));
        }
        table.print(out, "Nothing could be compared.");
        for (StartComparison each : compared) {
            if (!each.agrees()) {
                out.println();
                out.println(name(each));
                list(out, "only the old scheduler", each.onlyOld());
                list(out, "only Freshet", each.onlyFreshet());
                each.remarks().forEach(remark -> out.println("  " + remark));
            }
        }
        if (!notes.isEmpty()) {
            out.println();
            notes.forEach(note -> out.println("! " + note));
        }
    }

    private static void list(PrintWriter out, String who, List<Instant> moments) {
        moments.stream().limit(MOST_SHOWN).forEach(at -> out.println("  " + who + "  " + at));
        if (moments.size() > MOST_SHOWN) {
            out.println("  " + who + "  … and " + (moments.size() - MOST_SHOWN) + " more (--output json lists all)");
        }
    }

    private static String seconds(Duration skew) {
        return skew.toMillis() / MILLIS_PER_SECOND + " s";
    }

    private static String name(StartComparison compared) {
        return String.join(" or ", compared.jobs());
    }
}
