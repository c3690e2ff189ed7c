// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Tells what is fresh. */
@Command(
        name = "freshness",
        description = "Tells how far everything lags behind, against what was promised, and why.",
        mixinStandardHelpOptions = true,
        subcommands = {FreshnessHistoryCommand.class, FreshnessBreachesCommand.class, FreshnessWhatIfCommand.class})
final class FreshnessCommand extends RemoteCommand {

    private static final int WIDTH_OF_CAUSE = 90;
    private static final int WIDTH_OF_REASON = 40;

    @Option(names = "--fail-on-breach", description = "exit with 1 when some promise is broken")
    private boolean failOnBreach;

    @Override
    int call(ApiClient api) {
        JsonNode freshness = api.get("/api/freshness");
        int shown = show(freshness, this::print);
        long breached = freshness
                .get("items")
                .valueStream()
                .filter(FreshnessCommand::isBreached)
                .count();
        if (!failOnBreach || breached == 0) {
            return shown;
        }
        err().println(breached + (breached == 1 ? " promise is" : " promises are") + " broken.");
        return ExitCode.FAILED;
    }

    private static boolean isBreached(JsonNode item) {
        return item.path("status").asString("").equals("breached");
    }

    private void print(JsonNode freshness) {
        Table table = Table.of("NAME", "KIND", "STATUS", ">LAG", ">SLA", "MEASURED BY", ">KEPT 7 D", "AS OF", "CAUSE");
        for (JsonNode item : freshness.get("items")) {
            String cause = Human.line(item.path("cause"), WIDTH_OF_CAUSE);
            table.row(
                    item.get("name").asString(),
                    item.get("kind").asString(),
                    item.get("status").asString(),
                    Human.seconds(item.path("lag_seconds")),
                    Human.seconds(item.path("sla_seconds")),
                    measured(item),
                    Human.percent(item.path("attainment").path("week")),
                    Human.text(item.path("as_of")),
                    cause.equals("-") ? "" : cause);
        }
        table.print(out(), "No view is declared.");
    }

    /** What its lag is the age of. */
    private static String measured(JsonNode item) {
        String why = Human.line(item.path("why_age"), WIDTH_OF_REASON);
        return Human.text(item.path("measured")) + (why.equals("-") ? "" : ": " + why);
    }
}
