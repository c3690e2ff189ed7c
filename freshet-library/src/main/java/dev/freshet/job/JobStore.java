// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.DefinitionJson;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.Deployable;
import dev.freshet.definition.DidYouMean;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All SQL about {@code freshet.job}. */
public final class JobStore implements Deployable {

    private static final Logger LOG = LoggerFactory.getLogger(JobStore.class);

    private static final String COLUMNS = """
        j.name, j.definition, j.deployment_id, j.evaluated_until, j.next_tick_at,
        j.paused_at, j.paused_until, j.paused_by, j.pause_reason
        """;

    private static final String FIND =
            "SELECT " + COLUMNS + " FROM freshet.job j WHERE name = :name AND retired_at IS NULL";

    private static final String FIND_EVER = "SELECT " + COLUMNS + " FROM freshet.job j WHERE name = :name";

    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM freshet.job j WHERE name = :name AND retired_at IS NULL FOR UPDATE";

    private static final String LIST =
            "SELECT " + COLUMNS + " FROM freshet.job j WHERE retired_at IS NULL ORDER BY name";

    private static final String LIST_AFTER = "SELECT " + COLUMNS
            + " FROM freshet.job j WHERE schedule ->> 'after' = ANY (:upstreams::text[]) AND retired_at IS NULL ORDER"
            + " BY name FOR UPDATE";

    private static final String LOCK_DUE = "SELECT " + COLUMNS + """
         FROM freshet.job j
        WHERE next_tick_at <= clock_timestamp() AND retired_at IS NULL
        ORDER BY next_tick_at LIMIT :limit FOR UPDATE SKIP LOCKED
        """;

    private static final String LEAVE_TO_OTHERS = """
        UPDATE freshet.job SET next_tick_at = clock_timestamp() + interval '15 s' WHERE name = :name
        """;

    private static final String NEXT_TICK = """
        SELECT next_tick_at FROM freshet.job WHERE retired_at IS NULL AND next_tick_at IS NOT NULL
        ORDER BY next_tick_at LIMIT 1
        """;

    private static final String ADVANCE = """
        UPDATE freshet.job SET evaluated_until = :evaluatedUntil, next_tick_at = :nextTickAt WHERE name = :name
        """;

    // A changed schedule counts its ticks from now on; next_tick_at = now lets the evaluator find the first one.
    private static final String DEPLOY = """
        INSERT INTO freshet.job AS j (name, type, owner, definition, deployment_id, schedule, evaluated_until, next_tick_at)
        VALUES (:name, :type, :owner, :definition::jsonb, :deployment, :schedule::jsonb, clock_timestamp(),
                CASE WHEN :ticks THEN clock_timestamp() END)
        ON CONFLICT (name) DO UPDATE SET
          type = excluded.type, owner = excluded.owner, definition = excluded.definition,
          deployment_id = excluded.deployment_id, schedule = excluded.schedule, retired_at = NULL,
          evaluated_until = CASE WHEN j.schedule IS DISTINCT FROM excluded.schedule OR j.retired_at IS NOT NULL
                                 THEN excluded.evaluated_until ELSE j.evaluated_until END,
          next_tick_at    = CASE WHEN j.schedule IS DISTINCT FROM excluded.schedule OR j.retired_at IS NOT NULL
                                 THEN excluded.next_tick_at ELSE j.next_tick_at END
        WHERE j.definition IS DISTINCT FROM excluded.definition OR j.retired_at IS NOT NULL
        """;

    private static final String EVALUATE_BY = """
        UPDATE freshet.job SET next_tick_at = least(next_tick_at, :at) WHERE name = :name
        """;

    private static final String RETIRE = """
        UPDATE freshet.job SET retired_at = clock_timestamp(), next_tick_at = NULL
        WHERE retired_at IS NULL AND NOT name = ANY (:names)
        RETURNING name
        """;

    private static final String PAUSE = """
        UPDATE freshet.job
        SET paused_at = coalesce(paused_at, clock_timestamp()), paused_until = :until, paused_by = :by, pause_reason = :reason
        WHERE name = :name AND retired_at IS NULL
        """;

    private static final String RESUME = """
        UPDATE freshet.job SET paused_at = NULL, paused_until = NULL, paused_by = NULL, pause_reason = NULL
        WHERE name = :name AND paused_at IS NOT NULL
        """;

    private final RunStore runs = new RunStore();

    @Override
    public void deploy(Session session, Definitions definitions, long deploymentId) {
        List<JobDefinition> jobs = definitions.allJobs();
        // In the order in which lockAfter locks, so that a success and a deployment never wait for each other.
        jobs.stream()
                .sorted(Comparator.comparing(JobDefinition::name))
                .forEach(job -> deploy(session, job, deploymentId));
        Set<String> names = jobs.stream().map(JobDefinition::name).collect(Collectors.toSet());
        session.query(RETIRE).bind("names", names).list(row -> row.text("name"));
        runs.cancelWhatCannotStart(session);
    }

    private static void deploy(Session session, JobDefinition job, long deploymentId) {
        String schedule = job.schedule() == null ? null : DefinitionJson.scheduleJson(job.schedule());
        session.query(DEPLOY)
                .bind("name", job.name())
                .bind("type", job.spec().type())
                .bind("owner", job.owner())
                .bind("definition", DefinitionJson.toJson(job))
                .bind("deployment", deploymentId)
                .bind("schedule", schedule)
                .bind("ticks", hasTicks(job))
                .execute();
    }

    private static boolean hasTicks(JobDefinition job) {
        return switch (job.schedule()) {
            case null -> false;
            case ScheduleDefinition.Cron cron -> true;
            case ScheduleDefinition.Every every -> true;
            case ScheduleDefinition.After after -> false;
        };
    }

    public Optional<Job> find(Session session, String name) {
        return session.query(FIND).bind("name", name).first(JobStore::job);
    }

    /** As it was defined last, also when it is not any more. */
    public Optional<Job> findEver(Session session, String name) {
        return session.query(FIND_EVER).bind("name", name).first(JobStore::job);
    }

    /**
     * A job that must exist.
     *
     * @throws FreshetException JOB_NOT_FOUND, naming the one that was probably meant
     */
    public Job load(Session session, String name) {
        return find(session, name).orElseThrow(() -> {
            List<String> names = list(session).stream().map(Job::name).toList();
            return new FreshetException(
                    ErrorCode.JOB_NOT_FOUND,
                    "There is no job named " + name + "." + DidYouMean.question(name, names)
                            + " GET /api/jobs or freshet jobs lists them.");
        });
    }

    /** Jobs in force that this version can read, by name. */
    public List<Job> list(Session session) {
        return readable(session.query(LIST).list(JobStore::jobOrName));
    }

    /** Jobs that follow each success of one of these, locked against other evaluators until the transaction ends. */
    public List<Job> lockAfter(Session session, Set<String> upstreams) {
        return readable(session.query(LIST_AFTER).bind("upstreams", upstreams).list(JobStore::jobOrName));
    }

    /** Jobs whose next tick is due and that no other node evaluates right now, locked until the transaction ends. */
    public List<Job> lockDue(Session session, int limit) {
        List<JobOrName> due = session.query(LOCK_DUE).bind("limit", limit).list(JobStore::jobOrName);
        due.stream().filter(read -> read.job().isEmpty()).forEach(read -> leaveToOthers(session, read.name()));
        return readable(due);
    }

    /** Has a job whose due ticks this node cannot account for looked at again soon, by a node that can; none is lost. */
    public void leaveToOthers(Session session, String name) {
        session.query(LEAVE_TO_OTHERS).bind("name", name).execute();
    }

    /** When the next tick of any job is due. */
    public Optional<Instant> findNextTick(Session session) {
        return session.query(NEXT_TICK).first(row -> row.instant("next_tick_at"));
    }

    /**
     * A job that must exist, locked against evaluation until the transaction ends.
     *
     * @throws FreshetException JOB_NOT_FOUND, naming the one that was probably meant
     */
    public Job lock(Session session, String name) {
        return session.query(LOCK).bind("name", name).first(JobStore::job).orElseGet(() -> load(session, name));
    }

    /** Has a job that has ticks of its own evaluated at an instant, if not before. */
    public void evaluateBy(Session session, String name, Instant at) {
        session.query(EVALUATE_BY).bind("name", name).bind("at", at).execute();
    }

    /** Moves a job's place in its schedule on. */
    public void advance(Session session, String name, Instant evaluatedUntil, @Nullable Instant nextTickAt) {
        session.query(ADVANCE)
                .bind("name", name)
                .bind("evaluatedUntil", evaluatedUntil)
                .bind("nextTickAt", nextTickAt)
                .execute();
    }

    boolean pause(Session session, String name, String by, @Nullable String reason, @Nullable Instant until) {
        return session.query(PAUSE)
                        .bind("name", name)
                        .bind("by", by)
                        .bind("reason", reason)
                        .bind("until", until)
                        .execute()
                == 1;
    }

    /** Ends a pause; false when there was none. */
    public boolean resume(Session session, String name) {
        return session.query(RESUME).bind("name", name).execute() == 1;
    }

    /** A neighbour of another version may have applied what this one cannot read: that must not stop the others. */
    private static List<Job> readable(List<JobOrName> jobs) {
        return jobs.stream().flatMap(read -> read.job().stream()).toList();
    }

    private static JobOrName jobOrName(Row row) {
        String name = row.text("name");
        try {
            return new JobOrName(name, Optional.of(job(row)));
        } catch (DatabaseException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Job {} is left to nodes of another version: {}", name, e.getMessage());
            return new JobOrName(name, Optional.empty());
        }
    }

    private record JobOrName(String name, Optional<Job> job) {}

    private static Job job(Row row) {
        Instant pausedAt = row.nullableInstant("paused_at");
        Job.Pause pause = pausedAt == null
                ? null
                : new Job.Pause(
                        pausedAt,
                        row.nullableInstant("paused_until"),
                        row.text("paused_by"),
                        row.nullableText("pause_reason"));
        return new Job(
                DefinitionJson.job(row.text("definition")),
                row.nullableNumber("deployment_id"),
                row.nullableInstant("evaluated_until"),
                row.nullableInstant("next_tick_at"),
                pause);
    }
}
