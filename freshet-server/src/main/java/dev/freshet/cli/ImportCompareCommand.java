// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.server.Moments;
import dev.freshet.takeover.CrontabImport;
import dev.freshet.takeover.OldStarts;
import dev.freshet.takeover.PgCronImport;
import dev.freshet.takeover.StartComparison;
import dev.freshet.takeover.StartList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lays the ticks of Freshet beside the starts of the old scheduler. */
@Command(
        name = "compare",
        description =
                "Lays the ticks of Freshet's ledger, shadowed ones as well, beside the starts of the old scheduler."
                        + " Exit code 1 when they differ.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: freshet import compare --starts /var/log/cron.log --crontab crontab.txt --from 2026-11-20"
        })
final class ImportCompareCommand extends RemoteCommand {

    private static final Duration DEFAULT_SPAN = Duration.ofDays(1);

    @ArgGroup(multiplicity = "1")
    private Old old = new Old();

    /** Where the old scheduler's starts come from. */
    static final class Old {
        @Option(
                names = "--database-url",
                paramLabel = "URL",
                description = "this or --starts: the database that holds pg_cron's tables")
        private @Nullable String databaseUrl;

        @Option(
                names = "--starts",
                paramLabel = "FILE",
                description = "this or --database-url: lines JOB,TIME, or cron's of syslog with --crontab; - is stdin")
        private @Nullable String starts;
    }

    @Option(
            names = "--crontab",
            paramLabel = "FILE",
            description = "the crontab that was imported: it tells which job a logged command became")
    private @Nullable String crontabFile;

    @Mixin
    private CrontabOptions crontab = new CrontabOptions();

    @Option(names = "--from", paramLabel = "TIME", description = "start of the range (default: a day ago)")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "end of the range (default: now)")
    private @Nullable String to;

    @Option(names = "--job", paramLabel = "NAME", description = "only this job; may be repeated")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--tolerance",
            paramLabel = "DURATION",
            description = "how far from its tick a start may be (default: ${DEFAULT-VALUE})",
            defaultValue = "30s")
    private String tolerance = "30s";

    @Override
    int call(ApiClient api) {
        Instant now = now();
        Instant end = to == null ? now : Moments.instant("--to", to, crontab.zone());
        Instant until = end.isAfter(now) ? now : end;
        Instant start = from == null ? until.minus(DEFAULT_SPAN) : Moments.instant("--from", from, crontab.zone());
        Duration patience = Durations.find(tolerance)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT, "\"" + tolerance + "\" is no duration; expected 30s or 2m"));
        Ledger ledger = new Ledger(api, start, until);
        List<StartComparison> compared = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (OldStarts starts : oldStarts(start, until, notes)) {
            if (only.isEmpty() || starts.jobs().stream().anyMatch(only::contains)) {
                compared.add(compare(starts, ledger, patience, notes));
            }
        }
        ComparisonPrinter printer = new ComparisonPrinter(start, until, compared, notes);
        if (wantsJson()) {
            printJson(printer.json());
        } else {
            printer.print(out());
        }
        boolean agrees = !compared.isEmpty() && compared.stream().allMatch(StartComparison::agrees);
        return agrees ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static StartComparison compare(OldStarts starts, Ledger ledger, Duration patience, List<String> notes) {
        Ledger.Ticks ticks = ledger.ticks(starts.jobs());
        notes.addAll(ticks.notes());
        Instant begin = ticks.begin() == null ? Instant.MIN : ticks.begin().minus(patience);
        List<Instant> comparable =
                starts.starts().stream().filter(at -> !at.isBefore(begin)).toList();
        int earlier = starts.starts().size() - comparable.size();
        if (earlier > 0) {
            notes.add("the ledger of " + String.join(" or ", starts.jobs()) + " begins at " + ticks.begin() + "; "
                    + earlier + (earlier == 1 ? " earlier start was" : " earlier starts were") + " left out");
        }
        return StartComparison.of(starts.jobs(), ticks.ticks(), comparable, ticks.zone(), patience);
    }

    private List<OldStarts> oldStarts(Instant start, Instant until, List<String> notes) {
        if (old.databaseUrl != null) {
            DatabaseUrl address = DatabaseUrl.parse(old.databaseUrl);
            try (Database database = Database.open(address, address, 1)) {
                return database.call(session ->
                        PgCronImport.starts(session, new PgCronImport.Options(null, false, false), start, until));
            }
        }
        String file = String.valueOf(old.starts);
        Map<String, List<String>> jobs = crontabFile == null
                ? Map.of()
                : CrontabImport.read(
                                TextSource.read(crontabFile),
                                new CrontabImport.Options(crontabFile, crontab.userField(), crontab.zone(), false, ""),
                                ImportCrontabCommand::sql)
                        .jobsByCommand();
        StartList.Result list = StartList.read(TextSource.read(file), file, jobs, crontab.zone(), until);
        list.unknown()
                .forEach(
                        (command, count) -> notes.add("cron started " + count + " times what no job does: " + command));
        return list.starts().stream()
                .map(each -> new OldStarts(
                        each.jobs(),
                        each.starts().stream()
                                .filter(at -> !at.isBefore(start) && at.isBefore(until))
                                .toList()))
                .toList();
    }
}
