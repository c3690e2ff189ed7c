// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.definition.JobSpec;
import dev.freshet.job.ApprovalControl;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.testing.Evidence;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeLimitsPostgresTest {

    private final TestNode node = TestNode.started();

    @BeforeEach
    void createTable() {
        node.database()
                .sql()
                .execute("CREATE TABLE account (id int PRIMARY KEY, open boolean); INSERT INTO account SELECT i, true"
                        + " FROM generate_series(1, 10) i");
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void stopsAndAsksBeforeItChangesTooMuch() {
        deploy(
                "UPDATE account SET open = false WHERE id <= :n::int",
                true,
                new Evidence().track("account", 1000, 20.0, null));
        Run run = node.awaitState(node.run("close", java.util.Map.of("n", 5)), RunState.STOPPED);
        assertThat(run.awaitsApproval()).isTrue();
        assertThat(Objects.requireNonNull(run.error()).message())
                .isEqualTo("Changes 50 % of account (5 of 10 rows), more than hold-above 20 % allows");
        assertThat(closed()).isEqualTo("0");
        List<Change> changes = changes(run);
        assertThat(changes).hasSize(5).extracting(Change::applied).containsOnly(false);
        ChangeSummary summary = summary(run);
        assertThat(summary.applied()).isFalse();
        assertThat(summary.updated()).isEqualTo(5);
        assertThat(summary.share()).isEqualTo(50.0);
    }

    @Test
    void doesTheWorkOnceSomebodyApproved() {
        deploy(
                "UPDATE account SET open = false",
                true,
                new Evidence().track("account", 1000, 20.0, 90.0).check("all", "SELECT true"));
        long failing = node.run("close");
        assertThat(node.awaitState(failing, RunState.FAILED).awaitsApproval()).isFalse();
        deploy("UPDATE account SET open = false", true, new Evidence().track("account", 1000, 20.0, null));
        long asking = node.run("close");
        node.awaitState(asking, RunState.STOPPED);
        long approved = node.freshet().approvals().approve(asking, TestNode.TESTER, "year's end");
        Run run = node.awaitState(approved, RunState.SUCCEEDED);
        assertThat(run.approvedBy()).isEqualTo("tester");
        assertThat(run.retriesRunId()).isEqualTo(asking);
        assertThat(closed()).isEqualTo("10");
        assertThat(node.find(asking).awaitsApproval()).isFalse();
        ApprovalControl.Decision decision = node.freshet()
                .database()
                .call(session -> node.freshet().approvals().findDecision(session, asking))
                .orElseThrow();
        assertThat(decision.outcome()).isEqualTo("approved");
        assertThat(decision.reason()).isEqualTo("year's end");
        assertThat(decision.run()).isEqualTo(approved);
        assertThat(node.database()
                        .sql()
                        .query("SELECT action || ' ' || reason FROM freshet.audit WHERE action = 'approve'"))
                .isEqualTo("approve year's end");
        assertThatThrownBy(() -> node.freshet().approvals().reject(asking, TestNode.TESTER, null))
                .hasMessageContaining("does not ask for approval any more: tester approved it");
    }

    @Test
    void leavesEverythingAsItIsWhenRejected() {
        deploy("DELETE FROM account", true, new Evidence().track("account", 1000, 20.0, null));
        long asking = node.run("close");
        node.awaitState(asking, RunState.STOPPED);
        node.freshet().approvals().reject(asking, TestNode.TESTER, "no");
        assertThat(node.find(asking).awaitsApproval()).isFalse();
        assertThat(node.database().sql().query("SELECT count(*) FROM account")).isEqualTo("10");
        assertThatThrownBy(() -> node.freshet().approvals().approve(asking, TestNode.TESTER, null))
                .hasMessageContaining("rejected it");
        assertThat(node.runsOf("close")).hasSize(1);
    }

    @Test
    void failsAboveTheHarderLimitAndRollsBack() {
        deploy("UPDATE account SET open = false", true, new Evidence().track("account", 1000, 20.0, 50.0));
        Run run = node.awaitState(node.run("close"), RunState.FAILED);
        assertThat(Objects.requireNonNull(run.error()).message()).contains("100 % of account", "fail-above 50 %");
        assertThat(closed()).isEqualTo("0");
        assertThat(changes(run)).hasSize(10).extracting(Change::applied).containsOnly(false);
    }

    @Test
    void countsARowThatIsChangedTwiceOnce() {
        deploy(
                "UPDATE account SET open = false WHERE id = 1; UPDATE account SET open = true WHERE id = 1; INSERT"
                        + " INTO account VALUES (11, true); DELETE FROM account WHERE id = 11",
                true,
                new Evidence().track("account", 1000, 20.0, null));
        Run run = node.awaitState(node.run("close"), RunState.SUCCEEDED);
        assertThat(summary(run).touched()).isEqualTo(2);
        assertThat(summary(run).share()).isEqualTo(20.0);
    }

    @Test
    void failsWhereTheWorkHasCommittedAlready() {
        deploy("UPDATE account SET open = false", false, new Evidence().track("account", 1000, 20.0, null));
        Run run = node.awaitState(node.run("close"), RunState.FAILED);
        assertThat(run.awaitsApproval()).isFalse();
        assertThat(Objects.requireNonNull(run.error()).detail()).contains("had committed already");
        assertThat(changes(run)).hasSize(10).extracting(Change::applied).containsOnly(true);
    }

    @Test
    void stopsItemsAtACheckpointToAskAndGoesOnFromThereOnceApproved() {
        closeEach(20.0, null);
        long asking = node.run("close");
        Run run = node.awaitState(asking, RunState.STOPPED);
        assertThat(run.awaitsApproval()).isTrue();
        assertThat(Objects.requireNonNull(run.error()).message()).contains("more than hold-above 20 % allows");
        assertThat(run.error().detail()).contains("committed and stays");
        long before = Long.parseLong(closed());
        assertThat(before).isBetween(11L, 49L);
        assertThat(node.database().sql().query("SELECT count(*) FROM freshet.item WHERE state = 'waiting'"))
                .isEqualTo(String.valueOf(50 - before));
        assertThatThrownBy(() -> node.freshet().control().resumeRun(asking, TestNode.TESTER, null))
                .hasMessageContaining("freshet approve " + asking);
        assertThatThrownBy(() -> node.freshet().control().retry(asking, TestNode.TESTER, null))
                .hasMessageContaining("freshet approve " + asking);

        long approved = node.freshet().approvals().approve(asking, TestNode.TESTER, "all of them");
        Run rest = node.awaitState(approved, RunState.SUCCEEDED);
        assertThat(rest.resumesRunId()).isEqualTo(asking);
        assertThat(rest.rowsAffected()).isEqualTo(50);
        assertThat(node.database().sql().query("SELECT count(*) || ' ' || max(times) FROM account"))
                .isEqualTo("50 1");
    }

    @Test
    void failsItemsAtACheckpointAboveTheHarderLimit() {
        closeEach(null, 20.0);
        Run run = node.awaitState(node.run("close"), RunState.FAILED);
        assertThat(run.awaitsApproval()).isFalse();
        assertThat(Objects.requireNonNull(run.error()).message()).contains("fail-above 20 %");
        assertThat(Long.parseLong(closed())).isBetween(11L, 49L);
    }

    /** Fifty accounts, each closed by an item that takes long enough for a look in between. */
    private void closeEach(@Nullable Double holdAbove, @Nullable Double failAbove) {
        node.database()
                .sql()
                .execute("TRUNCATE account; ALTER TABLE account ADD times int NOT NULL DEFAULT 0;"
                        + " INSERT INTO account SELECT i, true FROM generate_series(1, 50) i");
        node.deploy(JobDefinitions.items(
                        "close",
                        "SELECT id AS key FROM account ORDER BY id",
                        "SELECT pg_sleep(0.05); UPDATE account SET open = false, times = times + 1 WHERE id ="
                                + " :key::int",
                        1)
                .evidence(new Evidence()
                        .track("account", 1000, holdAbove, failAbove)
                        .definition()));
    }

    @Test
    void keepsWhatAFailedCheckWouldHaveLetThrough() {
        deploy(
                "DELETE FROM account",
                true,
                new Evidence().track("account").check("some", "SELECT count(*) > 0 FROM account"));
        Run run = node.awaitState(node.run("close"), RunState.FAILED);
        assertThat(changes(run)).hasSize(10).extracting(Change::applied).containsOnly(false);
        assertThat(node.database().sql().query("SELECT count(*) FROM account")).isEqualTo("10");
    }

    @Test
    void hasNoShareOfATableThatWasEmpty() {
        node.database().sql().execute("TRUNCATE account");
        deploy("INSERT INTO account VALUES (1, true)", true, new Evidence().track("account", 1000, 20.0, 50.0));
        Run run = node.awaitState(node.run("close"), RunState.SUCCEEDED);
        assertThat(summary(run).share()).isNull();
    }

    private void deploy(String sql, boolean transaction, Evidence evidence) {
        node.deploy(JobDefinitions.sql("close", sql)
                .spec(new JobSpec.Sql(sql, transaction))
                .evidence(evidence.definition()));
    }

    private String closed() {
        return String.valueOf(node.database().sql().query("SELECT count(*) FROM account WHERE NOT open"));
    }

    private List<Change> changes(Run run) {
        return node.freshet()
                .database()
                .call(session -> node.freshet()
                        .changes()
                        .list(session, run.id(), run.queuedAt(), new ChangeFilter(null, null, null, 1000)));
    }

    private ChangeSummary summary(Run run) {
        return node.freshet()
                .database()
                .call(session -> node.freshet().changes().summarize(session, run.id(), run.queuedAt()))
                .getFirst();
    }
}
