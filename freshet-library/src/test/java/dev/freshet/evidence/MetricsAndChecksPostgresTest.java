// SPDX-License-Identifier: Apache-2.0
package dev.freshet.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.ItemProcess;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.LogLine;
import dev.freshet.job.Run;
import dev.freshet.job.RunError;
import dev.freshet.job.RunState;
import dev.freshet.testing.Evidence;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsAndChecksPostgresTest {

    private final TestNode node = TestNode.started();

    @BeforeEach
    void createTable() {
        node.database().sql().execute("CREATE TABLE payment (id int PRIMARY KEY, amount numeric)");
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void readsMetricsWithTheRunsParameters() {
        Run run = succeed(
                "INSERT INTO payment SELECT i, 2.5 FROM generate_series(1, 4) i",
                new Evidence()
                        .metric("settled", "SELECT sum(amount) FROM payment")
                        .metric("asked_for", "SELECT :n::int + 0 * :attempt::int + 0 * :run_id::bigint")
                        .metric("day", "SELECT extract(day FROM :logical_time::timestamptz) > 0 AND true")
                        .metric("payments", "SELECT count(*) FROM payment"));
        assertThat(run.metrics()).containsOnlyKeys("settled", "asked_for", "payments");
        assertThat(run.metrics())
                .containsEntry("settled", 10.0)
                .containsEntry("asked_for", 7)
                .containsEntry("payments", 4);
        awaitLine(run, "Metric day has no value: its SQL answers no number");
    }

    @Test
    void warnsOfAMetricWithoutAValueAndGoesOn() {
        Run run = succeed(
                "SELECT 1",
                new Evidence()
                        .metric("broken", "SELECT 1 / 0")
                        .metric("nothing", "SELECT amount FROM payment")
                        .metric("null", "SELECT NULL")
                        .metric("unknown", "SELECT :who")
                        .metric("one", "SELECT 1"));
        assertThat(run.metrics()).containsOnlyKeys("one");
        awaitLine(run, "uses :who");
        assertThat(log(run))
                .contains("Metric broken has no value: division by zero")
                .contains("Metric nothing has no value: its SQL answers no row")
                .contains("Metric null has no value: its SQL answers NULL");
    }

    @Test
    void neverLetsABadResultBeSeen() {
        Run run = fail(
                "INSERT INTO payment VALUES (1, 5), (2, -7)",
                true,
                new Evidence()
                        .metric("payments", "SELECT count(*) FROM payment")
                        .check(
                                "none_negative",
                                "SELECT min(amount) >= 0, 'payment ' || min(id) || ' and others' FROM payment")
                        .check("some", "SELECT count(*) > 0 FROM payment"));
        RunError error = Objects.requireNonNull(run.error());
        assertThat(error.message()).isEqualTo("Check none_negative does not hold: payment 1 and others");
        assertThat(error.detail()).contains("SELECT min(amount) >= 0");
        assertThat(error.advice()).contains("rolled back");
        assertThat(run.metrics()).containsEntry("payments", 2);
        assertThat(run.checks())
                .contains("\"name\": \"none_negative\"", "\"outcome\": \"failed\"", "\"outcome\": \"passed\"");
        assertThat(node.database().sql().query("SELECT count(*) FROM payment")).isEqualTo("0");
        assertThat(run.attempt()).isEqualTo(1);
    }

    @Test
    void failsARunWhoseWorkHasCommittedAlready() {
        Run run = fail(
                "INSERT INTO payment VALUES (1, -5)",
                false,
                new Evidence().check("none_negative", "SELECT min(amount) >= 0 FROM payment"));
        assertThat(Objects.requireNonNull(run.error()).advice()).contains("had committed already");
        assertThat(node.database().sql().query("SELECT count(*) FROM payment")).isEqualTo("1");
    }

    @Test
    void treatsNullAndNoRowAsNotHolding() {
        Run run = fail(
                "SELECT 1",
                true,
                new Evidence().check("null", "SELECT NULL::boolean").check("none", "SELECT true WHERE false"));
        assertThat(Objects.requireNonNull(run.error()).message())
                .isEqualTo("Check null does not hold: it answered NULL");
        assertThat(run.checks()).contains("it answered no row");
    }

    @Test
    void countsACheckThatErrsAsFailed() {
        Run run = fail("INSERT INTO payment VALUES (1, 1)", true, new Evidence().check("broken", "SELECT 1 / 0 > 0"));
        assertThat(Objects.requireNonNull(run.error()).message())
                .startsWith("Check broken could not be asked: division by zero");
        assertThat(run.checks()).contains("\"outcome\": \"error\"");
    }

    @Test
    void onlyWarnsWhereTheJobSaysSo() {
        Run run = succeed(
                "SELECT 1",
                new Evidence()
                        .warning("few", "SELECT count(*) > 10 FROM payment")
                        .warning("broken", "SELECT 1 / 0 > 0"));
        assertThat(run.checks()).contains("\"outcome\": \"warned\"").doesNotContain("failed", "error\"");
        awaitLine(run, "Check few does not hold: it answered false");
    }

    @Test
    void triesAgainOnlyWhereRetriesSayAny() {
        Evidence never = new Evidence().check("never", "SELECT :attempt::int > 1");
        node.deploy(
                JobDefinitions.sql("settle", "SELECT 1")
                        .evidence(never.definition())
                        .retries(2, "transient"),
                JobDefinitions.sql("any", "SELECT 1")
                        .evidence(never.definition())
                        .retries(2, "any"));
        assertThat(node.awaitState(node.run("settle"), RunState.FAILED).attempt())
                .isEqualTo(1);
        assertThat(node.awaitState(node.run("any"), RunState.SUCCEEDED).attempt())
                .isEqualTo(2);
    }

    @Test
    void tellsTheNumbersOfItemsThatWereDoneThoughOthersFailed() {
        node.deploy(JobDefinitions.sql("settle", "")
                .spec(new JobSpec.Items(
                        "SELECT i AS key FROM generate_series(1, 5) i",
                        new ItemProcess.Sql("INSERT INTO payment VALUES (:key::int, 10 / (:key::int - 3))"),
                        1,
                        false))
                .evidence(new Evidence()
                        .metric("payments", "SELECT count(*) FROM payment")
                        .check("all", "SELECT count(*) = 5 FROM payment")
                        .definition()));
        Run run = node.awaitState(node.run("settle"), RunState.FAILED);
        assertThat(run.metrics()).containsEntry("payments", 4);
        assertThat(run.checks()).contains("\"outcome\": \"failed\"");
        assertThat(Objects.requireNonNull(run.error()).message()).isEqualTo("1 of 5 items failed");
    }

    @Test
    void canBeCancelledWhileACheckIsAsked() {
        node.deploy(JobDefinitions.sql("settle", "SELECT 1")
                .evidence(new Evidence()
                        .check("slow", "SELECT pg_sleep(60) IS NOT NULL")
                        .definition()));
        long id = node.run("settle");
        node.awaitState(id, RunState.RUNNING);
        await().until(() -> !"0"
                .equals(node.database()
                        .sql()
                        .query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE"
                                + " '%pg_sleep(60) IS%' AND pid <> pg_backend_pid()")));
        node.freshet().control().cancel(id, TestNode.TESTER, null);
        node.awaitState(id, RunState.CANCELLED);
    }

    private Run succeed(String sql, Evidence evidence) {
        node.deploy(JobDefinitions.sql("settle", sql).evidence(evidence.definition()));
        return node.awaitRun(node.run("settle", Map.of("n", 7)), run -> run.state() == RunState.SUCCEEDED);
    }

    private Run fail(String sql, boolean transaction, Evidence evidence) {
        node.deploy(JobDefinitions.sql("settle", sql)
                .spec(new JobSpec.Sql(sql, transaction))
                .evidence(evidence.definition())
                .retries(3, "transient"));
        return node.awaitState(node.run("settle"), RunState.FAILED);
    }

    /** A success that commits with its work is seen before the last of its log is written. */
    private void awaitLine(Run run, String line) {
        await().until(() -> log(run).contains(line));
    }

    private String log(Run run) {
        return node.freshet()
                .database()
                .call(session -> node.freshet().logs().list(session, run.id(), 0, 0, 1000).stream()
                        .map(LogLine::message)
                        .collect(Collectors.joining("\n")));
    }
}
