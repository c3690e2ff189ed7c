// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tells what another promise would cost. */
@Command(
        name = "what-if",
        description = {
            "Tells what another promise for a view or a group would cost: refreshes and busy time within a day, by the"
                    + " recorded changes of the last week.",
            "Beside it stand what is in force and the sparsest schedule that would keep the same promise."
        },
        mixinStandardHelpOptions = true)
final class FreshnessWhatIfCommand extends RemoteCommand {

    private static final double SHOWN_WITH_TENTHS = 10;
    private static final double ALL = 100;

    @Parameters(index = "0", paramLabel = "VIEW", description = "the name of the view or group")
    private String view = "";

    @Parameters(
            index = "1..*",
            paramLabel = "TARGET",
            arity = "0..*",
            description = "the greatest lag to promise, such as 5m (default: some that can be kept)")
    private List<String> targets = new ArrayList<>();

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("target", targets.isEmpty() ? null : String.join(",", targets));
        String path = "/api/views/" + ApiClient.encode(view) + "/freshness/what-if" + ApiClient.query(query);
        return show(api.get(path), this::print);
    }

    private void print(JsonNode whatIf) {
        Table table = Table.of(
                "TARGET",
                ">REFRESHES/DAY",
                ">UPSTREAM",
                ">BESIDE",
                ">BUSY/DAY",
                ">AT MOST",
                ">OF A DAY",
                ">MORE THAN NOW",
                ">WORST LAG",
                ">KEPT",
                "SAME BY CRON",
                ">REFRESHES/DAY",
                ">BUSY/DAY");
        JsonNode inForce = whatIf.get("now");
        String promised = inForce.hasNonNull("target") ? inForce.get("target").asString() + ", " : "";
        row(table, "now: " + promised + inForce.get("how").asString(), inForce, true);
        whatIf.get("items").forEach(option -> row(table, option.get("target").asString(), option, false));
        table.print(out(), "");
        out().println();
        out().printf(
                        "By %s of recorded changes: something changes in %s minutes of a day. What refreshes take"
                                + " leaves room for %s at the strictest.%n",
                        Human.seconds(whatIf.get("recorded_seconds")),
                        rate(whatIf.get("busy_minutes_per_day")),
                        Human.seconds(whatIf.get("least_target_seconds")));
        whatIf.get("items")
                .valueStream()
                .filter(option -> option.hasNonNull("broken"))
                .forEach(option -> out().println(option.get("target").asString() + " cannot be kept: "
                        + option.get("broken").asString() + "."));
        if (inForce.hasNonNull("broken")) {
            out().println("What is promised now is not kept: "
                    + inForce.get("broken").asString() + ".");
        }
        whatIf.get("remarks").forEach(remark -> out().println(remark.asString() + "."));
    }

    private static void row(Table table, String name, JsonNode option, boolean now) {
        JsonNode day = option.get("per_day");
        JsonNode cron = option.path("cron");
        table.row(
                name,
                rate(day.get("refreshes")),
                some(day.get("upstream_refreshes")),
                some(day.get("beside_refreshes")),
                Human.seconds(day.get("busy_seconds")),
                Human.seconds(day.get("most_busy_seconds")),
                share(day.get("busy_share").asDouble()),
                now ? "" : Human.seconds(option.get("extra_busy_seconds")),
                Human.seconds(option.get("worst_lag_seconds")),
                option.hasNonNull("broken") ? "no" : Human.percent(option.path("kept")),
                Human.text(cron.path("schedule")),
                rate(cron.path("per_day").path("refreshes")),
                Human.seconds(cron.path("per_day").path("busy_seconds")));
    }

    private static String rate(JsonNode perDay) {
        return perDay.isNumber() ? rate(perDay.asDouble()) : "-";
    }

    private static String rate(double perDay) {
        return perDay < SHOWN_WITH_TENTHS && perDay != Math.rint(perDay)
                ? String.format(Locale.ROOT, "%.1f", perDay)
                : dev.freshet.server.text.Human.number(Math.round(perDay));
    }

    private static String some(JsonNode perDay) {
        return perDay.asDouble() == 0 ? "-" : rate(perDay.asDouble());
    }

    private static String share(double share) {
        double percent = share * ALL;
        return percent > 0 && percent < 0.01
                ? "< 0.01 %"
                : String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : "%.1f %%", percent);
    }
}
