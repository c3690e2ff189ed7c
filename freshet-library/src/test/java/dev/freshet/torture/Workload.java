// SPDX-License-Identifier: Apache-2.0
package dev.freshet.torture;

import dev.freshet.definition.ItemProcess;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.testing.JobDefinitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Jobs of all kinds. Each leaves a trace that tells whether it ran once: a transactional one commits a row of {@code
 * effect} with its success or not at all. Each exclusive one begins with a guard: a lock of its own that it must get at
 * once, for nobody else may be there; a sequence, which no rollback takes back, counts when somebody is.
 */
final class Workload {

    /** Seconds between the ticks of jobs with a schedule of their own. */
    static final int PACE = 1;

    static final Set<String> SCHEDULED = Set.of("beat", "slow", "hasty", "picky", "crowd", "steps", "view_of_numbers");

    /** Whose effect commits with its success or not at all. */
    static final Set<String> TRANSACTIONAL =
            Set.of("beat", "slow", "hasty", "picky", "crowd", "brittle", "follower", "witness", "fill");

    static final Set<String> EXCLUSIVE =
            Set.of("beat", "slow", "hasty", "picky", "brittle", "follower", "witness", "steps", "loose");

    static final String TABLES = """
        CREATE TABLE effect (run bigint, at timestamptz);
        CREATE TABLE step (run bigint, attempt int, number int);
        CREATE TABLE filled (start timestamptz, run bigint UNIQUE);
        CREATE TABLE item_effect (list bigint, key text, UNIQUE (list, key));
        CREATE MATERIALIZED VIEW view_of_numbers AS SELECT n FROM generate_series(1, 1000) n;
        CREATE UNIQUE INDEX ON view_of_numbers (n);
        CREATE PROCEDURE walk(run bigint, attempt int) LANGUAGE plpgsql AS $$
        BEGIN
          IF NOT pg_try_advisory_lock(77, hashtext('steps')) THEN PERFORM nextval('overlap_steps'); END IF;
          FOR i IN 1 .. 3 LOOP
            INSERT INTO step VALUES (run, attempt, i);
            COMMIT;
            PERFORM pg_sleep(0.2);
          END LOOP;
        END $$;
        """;

    private static final String EFFECT = "; INSERT INTO effect VALUES (:run_id, clock_timestamp()); ";

    private static final String LIST =
            "SELECT 'item ' || n AS key, jsonb_build_object('list', :run_id::bigint) AS payload FROM"
                    + " generate_series(1, 15) n";

    /** One in ten or so fails: dividing by zero. */
    private static final String WORK = "INSERT INTO item_effect VALUES ((:payload::jsonb ->> 'list')::bigint, :key);"
            + " SELECT pg_sleep(0.1), 1 / (random() * 5)::int";

    private Workload() {}

    /** Gets the job's lock at once, or counts that somebody else has it. */
    static String guard(String job) {
        return "SELECT CASE WHEN pg_try_advisory_xact_lock(77, hashtext('" + job + "')) THEN 0 ELSE nextval('overlap_"
                + job + "') END";
    }

    /** The same for work outside of a transaction: the lock goes with the session. */
    private static String lastingGuard(String job) {
        return guard(job).replace("pg_try_advisory_xact_lock", "pg_try_advisory_lock");
    }

    static List<JobDefinitions> jobs() {
        Duration pace = Duration.ofSeconds(PACE);
        return List.of(
                guarded("beat", "SELECT pg_sleep(0.05)").every(pace).retries(5, "any"),
                guarded("slow", "SELECT pg_sleep(1.4)").every(pace).retries(2, "lost", "transient"),
                guarded("hasty", "SELECT pg_sleep(1.2)").every(pace).overlap(OverlapPolicy.CANCEL_RUNNING),
                guarded("picky", "SELECT pg_sleep(1.2)")
                        .every(pace)
                        .overlap(OverlapPolicy.SKIP)
                        .retries(1, "any"),
                JobDefinitions.sql("crowd", "SELECT 1" + EFFECT + "SELECT pg_sleep(0.3)")
                        .every(pace)
                        .overlap(OverlapPolicy.ALLOW)
                        .retries(1, "any"),
                guarded("brittle", "SELECT 1 / (random() * 2)::int").retries(1, "22"),
                guarded("follower", "SELECT 1").after("beat"),
                JobDefinitions.sql("loose", "")
                        .spec(new JobSpec.Sql(
                                lastingGuard("loose")
                                        + "; INSERT INTO step VALUES (:run_id, :attempt, 1); SELECT pg_sleep(0.4)",
                                false))
                        .retries(2, "lost", "transient"),
                JobDefinitions.sql("steps", "")
                        .spec(new JobSpec.Procedure("walk(:run_id, :attempt)"))
                        .every(pace)
                        .retries(2, "lost", "transient"),
                JobDefinitions.sql("witness", "")
                        .spec(new JobSpec.Java("witness"))
                        .retries(3, "lost", "transient"),
                JobDefinitions.sql("view_of_numbers", "")
                        .spec(new JobSpec.Refresh(null, List.of("view_of_numbers"), 1))
                        .every(pace),
                JobDefinitions.sql("batch", "")
                        .spec(new JobSpec.Items(LIST, new ItemProcess.Sql(WORK), 3, false))
                        .every(Duration.ofSeconds(4))
                        .retries(3, "lost", "transient"),
                JobDefinitions.sql(
                                "fill",
                                "INSERT INTO filled VALUES (:logical_time, :run_id); SELECT 1" + EFFECT
                                        + "SELECT pg_sleep(0.3 + random() * 0.4)")
                        .retries(5, "lost", "transient"));
    }

    static String sequences() {
        StringBuilder sql = new StringBuilder();
        EXCLUSIVE.forEach(
                job -> sql.append("CREATE SEQUENCE overlap_").append(job).append(';'));
        return sql.toString();
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        jobs().forEach(job -> names.add(job.name()));
        return names;
    }

    /** The same jobs without a schedule. */
    static JobDefinitions[] silent() {
        return jobs().stream().map(job -> job.schedule(null)).toArray(JobDefinitions[]::new);
    }

    private static JobDefinitions guarded(String name, String work) {
        return JobDefinitions.sql(name, guard(name) + EFFECT + work);
    }
}
