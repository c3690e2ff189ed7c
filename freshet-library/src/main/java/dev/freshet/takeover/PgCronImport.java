// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Session;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Proposes definitions for the jobs of pg_cron. */
public final class PgCronImport {

    private final PgCronStore store = new PgCronStore();
    private final Options options;
    private final Proposals proposals;
    private final Map<Long, String> jobsById = new HashMap<>();

    private PgCronImport(Options options) {
        this.options = options;
        proposals = new Proposals(options.shadow());
    }

    /**
     * How to read it.
     *
     * @param targetDatabase the database Freshet works in; null for the one that is read
     * @param history whether to sum up what pg_cron remembers of each job
     * @param shadow whether the jobs shall only account for their ticks at first
     */
    public record Options(@Nullable String targetDatabase, boolean history, boolean shadow) {}

    /** Reads the jobs of the session's database. */
    public static ImportedDefinitions read(Session session, Options options) {
        return new PgCronImport(options).read(session);
    }

    /** What pg_cron started in {@code [from, to)}, by the names that {@link #read} gives the jobs. */
    public static List<OldStarts> starts(Session session, Options options, Instant from, Instant to) {
        PgCronImport reading = new PgCronImport(options);
        reading.read(session);
        if (!reading.store.presence(session).details()) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "This pg_cron keeps no cron.job_run_details (version 1.3 and newer do): compare with a list of"
                            + " starts instead, --starts FILE");
        }
        Map<Long, List<Instant>> starts = reading.store.listStarts(session, from, to).stream()
                .collect(Collectors.groupingBy(
                        PgCronStore.Start::jobId, Collectors.mapping(PgCronStore.Start::at, Collectors.toList())));
        return reading.jobsById.entrySet().stream()
                .map(job -> new OldStarts(List.of(job.getValue()), starts.getOrDefault(job.getKey(), List.of())))
                .toList();
    }

    private ImportedDefinitions read(Session session) {
        PgCronStore.Presence presence = store.presence(session);
        if (!presence.jobs()) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "There is no pg_cron in this database; it lives in the one that cron.database_name names (by"
                            + " default postgres): name that one in --database-url");
        }
        PgCronStore.Settings settings = store.settings(session);
        Map<Long, PgCronHistory> history = options.history() && presence.details()
                ? store.summarize(session).stream().collect(Collectors.toMap(PgCronHistory::jobId, Function.identity()))
                : Map.of();
        ZoneId zone = zone(settings.zone());
        String target = options.targetDatabase() == null ? settings.database() : options.targetDatabase();
        store.list(session).forEach(job -> add(job, zone, target, settings, history.get(job.id())));
        return new ImportedDefinitions(heading(settings, zone, target, presence), proposals.all());
    }

    private List<String> heading(
            PgCronStore.Settings settings, ZoneId zone, String target, PgCronStore.Presence presence) {
        List<String> heading = new ArrayList<>(List.of(
                "Made by freshet import pg_cron from database " + settings.database() + ", pg_cron "
                        + settings.version() + ". Read it, then: freshet plan --config FILE",
                "",
                "What is otherwise than with pg_cron, for every job:",
                "- Times are those of zone " + zone + " (cron.timezone).",
                "- pg_cron never runs a job twice at once, and runs it again for each time that came meanwhile;"
                        + " Freshet queues one follow-up run (overlap: coalesce).",
                "- pg_cron forgets what was due while the server was down; Freshet makes up for it once (catch-up:"
                        + " latest).",
                "- Everything runs in database " + target
                        + ", as Freshet's role. Another database: --target-database."));
        if (!settings.seesAll()) {
            heading.add("- Role " + settings.me()
                    + " sees its own jobs only: pg_cron hides those of others. A superuser sees" + " all.");
        }
        if (options.history() && !presence.details()) {
            heading.add("- This pg_cron keeps no history.");
        }
        heading.add("Lines with ! below need a decision.");
        return heading;
    }

    private void add(
            PgCronJob job, ZoneId zone, String target, PgCronStore.Settings settings, @Nullable PgCronHistory history) {
        Timing timing = CronDialect.pgCron(job.schedule(), zone);
        Translation translation = SqlTranslator.translate(job.command(), true);
        List<String> remarks = new ArrayList<>();
        if (!job.active()) {
            remarks.add("it was switched off in pg_cron (active = false) and is a comment here");
        }
        boolean elsewhere = !job.database().equals(target);
        if (elsewhere) {
            remarks.add("it runs in database " + job.database()
                    + "; this version of Freshet works in one database: keep it in pg_cron, or have a Freshet"
                    + " for that one");
        }
        if (!job.user().equals(settings.me())) {
            remarks.add("it ran as role " + job.user() + ": Freshet's role needs what that one may do");
        }
        String name = proposals.name(job.name() == null ? translation.nameHint() : job.name());
        String origin = "pg_cron job " + job.id() + (job.name() == null ? "" : " \"" + job.name() + "\"") + ": "
                + job.schedule() + (history == null ? "" : "\n" + told(history));
        if (translation.work() instanceof Work.Foreign || !(timing instanceof Timing.Known known)) {
            String why = timing instanceof Timing.Unknown unknown ? unknown.why() : "it holds no SQL statement";
            remarks.add("this stays in pg_cron, because " + why);
            proposals.addStaying(name, null, origin, remarks);
            jobsById.put(job.id(), name);
            return;
        }
        remarks.addAll(known.remarks());
        String added = proposals.add(
                name,
                translation,
                new LinkedHashMap<>(known.keys()),
                null,
                origin,
                remarks,
                job.active() && !elsewhere);
        jobsById.put(job.id(), added);
    }

    private static String told(PgCronHistory history) {
        return history.runs() + (history.runs() == 1 ? " start" : " starts") + " known since " + history.first() + ", "
                + history.failed() + " failed, the last at " + history.last()
                + (history.usual() == null ? "" : ", usually " + Durations.print(history.usual()))
                + (history.lastMessage() == null ? "" : "; the last failure said: " + history.lastMessage());
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "pg_cron's zone (cron.timezone) is \"" + name
                            + "\", which is not known here: set it to a name of the" + " IANA database",
                    e);
        }
    }
}
