// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Proposes definitions for what a crontab starts. */
public final class CrontabImport {

    private final Options options;
    private final CommandTranslator translator;
    private final Proposals proposals;
    private final Map<String, List<String>> jobsByCommand = new TreeMap<>();

    private CrontabImport(Options options, SqlFiles files) {
        this.options = options;
        translator = new CommandTranslator(files);
        proposals = new Proposals(options.shadow());
    }

    /**
     * How to read it.
     *
     * @param fileName for people
     * @param userField whether a user stands before each command; null to find out
     * @param zone of the machine whose cron reads it
     * @param shadow whether the jobs shall only account for their ticks at first
     * @param server the address of the service that commands report to
     */
    public record Options(String fileName, @Nullable Boolean userField, ZoneId zone, boolean shadow, String server) {}

    /**
     * What became of a crontab.
     *
     * @param jobsByCommand the jobs for each command as cron logs it, blanks as one
     */
    public record Result(ImportedDefinitions definitions, Map<String, List<String>> jobsByCommand) {
        public Result {
            jobsByCommand = Map.copyOf(jobsByCommand);
        }
    }

    /** Reads a crontab. */
    public static Result read(String text, Options options, SqlFiles files) {
        return new CrontabImport(options, files).read(text);
    }

    private Result read(String text) {
        boolean users = options.userField() == null ? UserColumn.isIn(text, options.fileName()) : options.userField();
        CrontabReader.Crontab crontab = CrontabReader.read(text, users, options.zone());
        crontab.entries().forEach(this::add);
        List<String> heading = new ArrayList<>(heading(crontab, users));
        heading.addAll(crontab.remarks());
        return new Result(new ImportedDefinitions(heading, proposals.all()), jobsByCommand);
    }

    private List<String> heading(CrontabReader.Crontab crontab, boolean users) {
        List<String> heading = new ArrayList<>(List.of(
                "Made by freshet import crontab from " + options.fileName()
                        + ". Read it, then: freshet plan --config FILE",
                "",
                "What is otherwise than with cron, for every job:",
                "- Times are those of zone " + options.zone()
                        + ", unless CRON_TZ said otherwise: the zone of the machine whose"
                        + " cron it was. Another one: --time-zone.",
                "- cron starts a job again while it still runs; Freshet queues one follow-up run (overlap: coalesce).",
                "- cron forgets what was due while the machine was off; Freshet makes up for it once (catch-up:"
                        + " latest).",
                "- SQL runs in Freshet's database as Freshet's role, over its own connection."));
        if (crontab.settings().containsKey("MAILTO")) {
            heading.add("- cron mailed what a command printed (MAILTO="
                    + crontab.settings().get("MAILTO") + "); Freshet keeps it in the run's log.");
        }
        heading.add("- "
                + (users
                        ? "The user before each command has no meaning here."
                        : "No user stood before the commands; if one did: --user-field."));
        heading.add("Lines with ! below need a decision.");
        return heading;
    }

    private void add(CrontabEntry entry) {
        Timing timing = CronDialect.crontab(entry.schedule(), entry.zone());
        List<Translation> translations = translator.translate(entry.command(), entry.input(), entry.settings());
        String origin = "line " + entry.line() + ": " + Secrets.masked(entry.line(entry.written()));
        for (Translation translation : translations) {
            if (translation.work() instanceof Work.Foreign foreign) {
                stay(entry, translations.getFirst(), origin, foreign.why());
                return;
            }
        }
        SequencedMap<String, Object> schedule = new LinkedHashMap<>();
        List<String> remarks = List.of();
        boolean active = true;
        switch (timing) {
            case Timing.Known known -> {
                schedule.putAll(known.keys());
                remarks = known.remarks();
            }
            case Timing.Unknown unknown -> {
                remarks = List.of(
                        "it is a comment here, because " + unknown.why() + ": give it a schedule, or leave it in cron");
                active = false;
            }
        }
        String name = proposals.name(translations.getFirst().nameHint());
        boolean first = true;
        for (Translation translation : translations) {
            String added = proposals.add(
                    first ? name : proposals.name(translation.nameHint()),
                    translation,
                    schedule,
                    first ? entry.description() : null,
                    first ? origin : "also line " + entry.line() + ", after the one before it",
                    remarks,
                    active);
            if (first) {
                logged(entry, added);
            }
            schedule = new LinkedHashMap<>(Map.of("after", added));
            remarks = List.of();
            first = false;
        }
    }

    private void logged(CrontabEntry entry, String job) {
        jobsByCommand
                .computeIfAbsent(command(entry.command()), command -> new ArrayList<>())
                .add(job);
    }

    /** A command as cron logs it, blanks as one. */
    static String command(String command) {
        return command.strip().replaceAll("\\s+", " ");
    }

    private void stay(CrontabEntry entry, Translation translation, String origin, String why) {
        String name = proposals.name(translation.nameHint());
        List<String> remarks = new ArrayList<>();
        remarks.add("this stays in cron, because " + why + " (Freshet runs no shell). For Freshet to know when it has"
                + " succeeded, and to do what follows in the database, put this line instead, with a line"
                + " FRESHET_TOKEN=… above it, and define the job below:");
        remarks.add("");
        remarks.add("    " + entry.line(reporting(Secrets.masked(entry.written()), name)));
        proposals.addStaying(name, entry.description(), origin, remarks);
    }

    /** The command, followed by a call that runs a job of Freshet and that fails when that job fails. */
    private String reporting(String written, String name) {
        int percent = CrontabReader.firstPercent(written);
        String command = percent < 0 ? written : written.substring(0, percent);
        String input = percent < 0 ? "" : written.substring(percent);
        String plain = ShellLine.withoutComment(command).strip().replaceAll(";$", "");
        boolean simple = plain.matches("[\\w./ ='\":@,+-]+");
        String grouped = simple ? plain : "{ " + plain + "; }";
        return grouped + " && curl --fail --silent --show-error --output /dev/null"
                + " --header \"Authorization: Bearer $FRESHET_TOKEN\" '" + options.server() + "/schedule/" + name
                + "?wait=5m'" + input;
    }
}
