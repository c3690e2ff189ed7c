// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.FreshetBuilder;
import dev.freshet.audit.Actor;
import dev.freshet.cluster.Wakeups;
import dev.freshet.job.Run;
import dev.freshet.job.RunFilter;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.schedule.ScheduledJobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A node of Freshet on a database of its own, with a few words for tests. */
public final class TestNode implements AutoCloseable {

    public static final Actor TESTER = new Actor("tester", "test");

    private final FreshetDatabase database = FreshetDatabase.create();
    private final Freshet freshet;

    private TestNode(UnaryOperator<FreshetBuilder> settings) {
        freshet = settings.apply(Freshet.builder(database.database())
                        .nodeName("test-node")
                        .drain(Duration.ZERO))
                .build();
    }

    public static TestNode started() {
        return started(builder -> builder);
    }

    /** With handlers, mail or whatever else a test needs. */
    public static TestNode started(UnaryOperator<FreshetBuilder> settings) {
        TestNode node = new TestNode(settings);
        node.freshet.start();
        return node;
    }

    public Freshet freshet() {
        return freshet;
    }

    public FreshetDatabase database() {
        return database;
    }

    /** Puts jobs in force, and only them. */
    public void deploy(JobDefinitions... jobs) {
        deploy(database, freshet, jobs);
    }

    /** As {@link #deploy(JobDefinitions...)}, for a database that several nodes share. */
    public static void deploy(FreshetDatabase database, Freshet freshet, JobDefinitions... jobs) {
        database.database().transaction(session -> {
            new ScheduledJobs(freshet.jobs(), freshet.ticks(), freshet.tickOrders())
                    .deploy(session, JobDefinitions.definitions(jobs), 1);
            Wakeups.send(session, Wakeups.DEFINITIONS);
            return jobs;
        });
    }

    public long run(String job) {
        return run(job, Map.of());
    }

    public long run(String job, Map<String, Object> parameters) {
        return freshet.control().runNow(job, parameters, Trigger.MANUAL, TESTER, null);
    }

    public Run find(long run) {
        return freshet.database()
                .call(session -> freshet.runs().find(session, run))
                .orElseThrow();
    }

    public List<Run> runsOf(String job) {
        return freshet.database().call(session -> freshet.runs().list(session, new RunFilter(job, null, null, 1_000)));
    }

    public Run awaitState(long run, RunState state) {
        return awaitRun(run, found -> found.state() == state);
    }

    public Run awaitRun(long run, Predicate<Run> condition) {
        return await("run " + run)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> find(run), condition);
    }

    @Override
    public void close() {
        freshet.close();
        database.close();
    }
}
