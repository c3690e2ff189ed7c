// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.cluster.Wakeups;
import dev.freshet.error.FreshetException;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one node cannot read must not keep it from the rest: parameters, and jobs that a node of another version applied. */
class UnreadablePostgresTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestNode node =
            TestNode.started(builder -> builder.handler("count", context -> new RunOutcome.Succeeded(1L, false)));

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void readsWhateverNumberPostgresHolds() {
        node.deploy(JobDefinitions.sql("victim", "SELECT :x::numeric + 1"));
        long run = enqueued("victim", "('{\"x\":' || repeat('1', 1001) || '}')::jsonb");
        assertThat(node.awaitState(run, RunState.SUCCEEDED).parameters().get("x"))
                .hasToString("1".repeat(1001));
    }

    @Test
    void failsOnlyTheRunWhoseParametersCannotBeRead() {
        node.deploy(JobDefinitions.sql("victim", "SELECT 1"), JobDefinitions.sql("other", "SELECT 1"));
        long victim = enqueued("victim", nested(2_000));
        node.awaitState(node.run("other"), RunState.SUCCEEDED);
        Run failed = node.awaitState(victim, RunState.FAILED);
        assertThat(Objects.requireNonNull(failed.error()).message()).startsWith("The parameters cannot be read");
        assertThat(failed.parameters()).containsOnlyKeys("unreadable");
        assertThat(sql("SELECT message FROM freshet.log_line WHERE run_id = " + victim))
                .startsWith("The parameters cannot be read");
        assertThatThrownBy(() -> node.freshet().control().retry(victim, TestNode.TESTER, null))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("The parameters cannot be read");
    }

    @Test
    void refusesParametersOfMoreThanAMegabyte() {
        node.deploy(JobDefinitions.sql("victim", "SELECT 1"));
        assertThatThrownBy(() -> enqueued("victim", "jsonb_build_object('x', repeat('x', 1048576))"))
                .hasMessageContaining("must not be longer than 1 MB");
    }

    @Test
    void leavesRunsOfAJobItCannotReadToOthersAndGoesOnWithTheRest() {
        node.deploy(JobDefinitions.sql("alien", "SELECT 1"), JobDefinitions.sql("other", "SELECT 1"));
        alienate("alien", "type", "\"quantum\"");
        long alien = enqueued("alien", "'{}'");
        node.awaitState(node.run("other"), RunState.SUCCEEDED);
        assertThat(node.find(alien).state()).isEqualTo(RunState.QUEUED);
        assertThat(node.find(alien).attempt()).isZero();
        alienate("alien", "type", "\"sql\"");
        node.freshet().database().run(session -> Wakeups.send(session, Wakeups.DEFINITIONS));
        node.awaitState(alien, RunState.SUCCEEDED);
    }

    @Test
    void recordsASuccessAlthoughAFollowerCannotBeRead() {
        node.deploy(
                JobDefinitions.sql("first", "").spec(new dev.freshet.definition.JobSpec.Java("count")),
                JobDefinitions.sql("alien", "SELECT 1").after("first"),
                JobDefinitions.sql("follower", "SELECT 1").after("first"));
        alienate("alien", "type", "\"quantum\"");
        Run run = node.awaitState(node.run("first"), RunState.SUCCEEDED);
        assertThat(run.attempt()).isEqualTo(1);
        await().atMost(SOON).until(() -> node.runsOf("follower").size() == 1);
    }

    @Test
    void accountsForTheTicksOfOthersAndLosesNoneOfAJobItCannotRead() {
        Duration second = Duration.ofSeconds(1);
        node.deploy(
                JobDefinitions.sql("alien", "SELECT 1").every(second),
                JobDefinitions.sql("strange", "SELECT 1").every(second),
                JobDefinitions.sql("beat", "SELECT 1").every(second));
        alienate("alien", "type", "\"quantum\"");
        alienate(
                "strange",
                "schedule",
                "{\"cron\": \"99 99 * * *\", \"time-zone\": \"UTC\", \"dst\": {\"gap\": \"default\", \"overlap\":"
                        + " \"default\"}}");
        await().atMost(SOON)
                .until(() -> "2"
                        .equals(sql("SELECT count(*) FROM freshet.job WHERE name <> 'beat'"
                                + " AND next_tick_at > clock_timestamp() + interval '10 s'")));
        String places =
                "SELECT string_agg(evaluated_until::text, ' ' ORDER BY name) FROM freshet.job WHERE name <> 'beat'";
        String before = sql(places);
        long ticks = ticks();
        await().atMost(SOON).until(() -> ticks() > ticks);
        assertThat(sql(places)).isEqualTo(before);
    }

    @Test
    void tellsWhoWaitsForARunWhoseJobIsNotDefinedAnyMore() {
        node.deploy(JobDefinitions.sql("gone", "SELECT 1"));
        node.freshet().control().pause("gone", TestNode.TESTER, null, null);
        long run = enqueued("gone", "'{}'");
        List<String> told = new CopyOnWriteArrayList<>();
        node.freshet().wakeups().subscribe(told::add);
        node.database()
                .sql()
                .execute("UPDATE freshet.job SET retired_at = clock_timestamp(), paused_at = NULL,"
                        + " paused_by = NULL, pause_reason = NULL; NOTIFY freshet, 'run'");
        await().atMost(SOON).until(() -> told.contains(Wakeups.ENDED + run));
        assertThat(sql("SELECT message FROM freshet.log_line WHERE run_id = " + run))
                .isEqualTo("Job gone is not defined any more");
    }

    private long ticks() {
        return Long.parseLong(sql("SELECT count(*) FROM freshet.tick WHERE job = 'beat'"));
    }

    /** As a node of a later version would have applied it. */
    private void alienate(String job, String key, String value) {
        node.database()
                .sql()
                .execute("UPDATE freshet.job SET definition = definition || jsonb_build_object('" + key + "', '" + value
                        + "'::jsonb) WHERE name = '" + job + "'");
    }

    private static String nested(int deep) {
        return "('{\"x\":' || repeat('[', " + deep + ") || repeat(']', " + deep + ") || '}')::jsonb";
    }

    private long enqueued(String job, String parameters) {
        return Long.parseLong(sql("SELECT freshet.enqueue('" + job + "', " + parameters + ")"));
    }

    private String sql(String query) {
        return String.valueOf(node.database().sql().query(query));
    }
}
