// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cron.CronExpression;
import dev.freshet.cron.CronSyntaxException;
import dev.freshet.cron.CronTicks;
import dev.freshet.cron.DstPolicy;
import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import dev.freshet.server.Moments;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the ticks of a cron expression; needs no service. */
@Command(
        name = "explain",
        description = "Lists the ticks of a cron expression, with what daylight saving does to them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: freshet schedule explain '30 2 * * *' --zone Europe/Berlin --from 2027-03-27"})
final class ScheduleExplainCommand implements Callable<Integer> {

    private static final int DEFAULT_LIMIT = 10;
    private static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    @Parameters(paramLabel = "CRON", description = "5 fields, 6 with seconds first, or @hourly and its like; in quotes")
    private String cron = "";

    @Option(names = "--zone", paramLabel = "ZONE", description = "time zone (default: UTC)", defaultValue = "UTC")
    private String zone = "UTC";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "first moment, an instant or a wall-clock time in the zone (default: now)")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "moment the list ends before (default: no end)")
    private @Nullable String to;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 10, with --to no limit)")
    private @Nullable Integer limit;

    @Option(
            names = "--gap",
            paramLabel = "POLICY",
            description = "for times that do not exist: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            defaultValue = "DEFAULT")
    private DstPolicy.Gap gap = DstPolicy.Gap.DEFAULT;

    @Option(
            names = "--overlap",
            paramLabel = "POLICY",
            description = "for times that exist twice: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            defaultValue = "DEFAULT")
    private DstPolicy.Overlap overlap = DstPolicy.Overlap.DEFAULT;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ZoneId zoneId = Moments.zone(zone);
        CronExpression expression;
        try {
            expression = CronExpression.parse(cron);
        } catch (CronSyntaxException e) {
            spec.commandLine()
                    .getErr()
                    .println("error: " + e.getMessage() + "\n\n"
                            + e.diagram().indent(2).stripTrailing());
            return ExitCode.WRONG_USAGE;
        }
        Instant first = from == null ? Instant.now() : Moments.instant("--from", from, zoneId);
        Instant end = to == null ? TickSequence.HORIZON : Moments.instant("--to", to, zoneId);
        int most = limit != null ? limit : to == null ? DEFAULT_LIMIT : Integer.MAX_VALUE;
        List<Tick> ticks = new CronTicks(expression, zoneId, new DstPolicy(gap, overlap)).between(first, end, most);
        if (output.json()) {
            List<Map<String, Object>> items =
                    ticks.stream().map(ScheduleExplainCommand::json).toList();
            out.println(ApiClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(items));
        } else {
            print(out, zoneId, ticks);
        }
        return ExitCode.DONE;
    }

    private static Map<String, Object> json(Tick tick) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("at", tick.at().toString());
        item.put(
                "local_times",
                tick.localTimes().stream().map(LocalDateTime::toString).toList());
        if (tick.note() != null) {
            item.put("note", tick.note());
        }
        return item;
    }

    private static void print(PrintWriter out, ZoneId zone, List<Tick> ticks) {
        Table table = Table.of("UTC", zone.getId(), "NOTE");
        for (Tick tick : ticks) {
            table.row(
                    tick.at().toString(),
                    WALL_CLOCK.format(tick.at().atZone(zone)),
                    Objects.requireNonNullElse(tick.note(), ""));
        }
        table.print(out, "No tick in that time.");
    }
}
