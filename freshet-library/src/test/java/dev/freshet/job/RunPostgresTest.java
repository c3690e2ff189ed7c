// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.JobSpec;
import dev.freshet.error.FreshetException;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunPostgresTest {

    private final TestNode node = TestNode.started();

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void carriesOutTheStatementsAndTellsHowManyRowsTheyTouched() {
        node.database().sql().execute("CREATE TABLE done (at timestamptz, customer text)");
        node.deploy(JobDefinitions.sql(
                "tidy", "INSERT INTO done VALUES (:logical_time, :customer); INSERT INTO done SELECT * FROM done"));

        Run run = node.awaitState(node.run("tidy", Map.of("customer", "O'Hara")), RunState.SUCCEEDED);

        assertThat(run.rowsAffected()).isEqualTo(2);
        assertThat(run.node()).isEqualTo("test-node");
        assertThat(node.database().sql().query("SELECT count(*) FROM done WHERE customer = 'O''Hara'"))
                .isEqualTo("2");
    }

    @Test
    void showsNoticesInTheLogWhileTheStatementStillRuns() {
        node.deploy(JobDefinitions.sql("talk", "DO $$ BEGIN RAISE NOTICE 'half way'; PERFORM pg_sleep(60); END $$"));
        long run = node.run("talk");

        await().atMost(Duration.ofSeconds(10)).until(() -> log(run).contains("notice half way"));
        assertThat(node.find(run).state()).isEqualTo(RunState.RUNNING);
        node.freshet().control().cancel(run, TestNode.TESTER, "seen enough");
        node.awaitState(run, RunState.CANCELLED);
    }

    @Test
    void keepsTheLastLineOfASuccessToo() {
        node.deploy(JobDefinitions.sql("talk", "DO $$ BEGIN RAISE WARNING 'careful'; END $$"));
        long run = node.run("talk");
        node.awaitState(run, RunState.SUCCEEDED);
        await().atMost(Duration.ofSeconds(5)).until(() -> log(run).contains("warn careful"));
        assertThat(log(run)).last().asString().startsWith("info Succeeded");
    }

    @Test
    void tellsEverythingPostgresSaidOfAnError() {
        node.deploy(JobDefinitions.sql("broken", "SELECT 1 / :divisor::int"));
        Run run = node.awaitState(node.run("broken", Map.of("divisor", 0)), RunState.FAILED);
        assertThat(error(run).sqlState()).isEqualTo("22012");
        assertThat(error(run).message()).isEqualTo("division by zero");
        assertThat(run.attempt()).isEqualTo(1);
    }

    @Test
    void namesTheParameterThatIsMissing() {
        node.deploy(JobDefinitions.sql("needy", "SELECT :customer::text"));
        Run run = node.awaitState(node.run("needy"), RunState.FAILED);
        assertThat(error(run).message()).contains(":customer").contains("needy");
    }

    @Test
    void keepsNothingOfAFailedTransaction() {
        node.database().sql().execute("CREATE TABLE done (id int)");
        node.deploy(JobDefinitions.sql("half", "INSERT INTO done VALUES (1); SELECT 1 / 0"));
        node.awaitState(node.run("half"), RunState.FAILED);
        assertThat(node.database().sql().query("SELECT count(*) FROM done")).isEqualTo("0");
    }

    @Test
    void callsAProcedureThatCommitsByItself() {
        node.database().sql().execute("""
            CREATE TABLE done (id int);
            CREATE PROCEDURE settle(many int) LANGUAGE plpgsql AS $$
            BEGIN FOR i IN 1..many LOOP INSERT INTO done VALUES (i); COMMIT; END LOOP; END $$;
            """);
        node.deploy(JobDefinitions.sql("settle", "").spec(new JobSpec.Procedure("settle(:many)")));
        node.awaitState(node.run("settle", Map.of("many", 3)), RunState.SUCCEEDED);
        assertThat(node.database().sql().query("SELECT count(*) FROM done")).isEqualTo("3");
    }

    @Test
    void runsVacuumWhereNoTransactionIsWanted() {
        node.deploy(JobDefinitions.sql("vacuum", "").spec(new JobSpec.Sql("VACUUM pg_catalog.pg_class", false)));
        node.awaitState(node.run("vacuum"), RunState.SUCCEEDED);
    }

    @Test
    void triesAgainOnlyWhatTheRetryPolicyNames() {
        node.database().sql().execute("CREATE SEQUENCE tries");
        String failsTwice = """
            DO $$ BEGIN
              IF nextval('tries') < 3 THEN RAISE EXCEPTION 'not yet' USING ERRCODE = 'serialization_failure'; END IF;
            END $$
            """;
        node.deploy(
                JobDefinitions.sql("flaky", failsTwice).retries(5, "transient"),
                JobDefinitions.sql("wrong", "SELECT 1 / 0").retries(5, "transient"));

        Run flaky = node.awaitState(node.run("flaky"), RunState.SUCCEEDED);
        Run wrong = node.awaitState(node.run("wrong"), RunState.FAILED);

        assertThat(flaky.attempt()).isEqualTo(3);
        assertThat(attempts(flaky)).containsExactly("failed", "failed", "succeeded");
        assertThat(wrong.attempt()).isEqualTo(1);
    }

    @Test
    void cancelsARunningRunAndProvesThatItsBackendIsGone() {
        node.deploy(JobDefinitions.sql("long", "SELECT pg_sleep(600)"));
        long run = node.run("long");
        await().until(() -> backends(run).equals("1"));

        node.freshet().control().cancel(run, TestNode.TESTER, "not today");

        node.awaitState(run, RunState.CANCELLED);
        assertThat(backends(run)).isEqualTo("0");
        assertThat(node.database()
                        .sql()
                        .query("SELECT actor || ' ' || reason FROM freshet.audit WHERE action = 'cancel'"))
                .isEqualTo("tester not today");
    }

    @Test
    void terminatesABackendThatIgnoresItsCancel() {
        String stubborn = """
            DO $$ BEGIN
              LOOP
                BEGIN PERFORM pg_sleep(600); EXCEPTION WHEN query_canceled THEN RAISE NOTICE 'ignored'; END;
              END LOOP;
            END $$
            """;
        node.deploy(JobDefinitions.sql("stubborn", stubborn));
        long run = node.run("stubborn");
        await().until(() -> backends(run).equals("1"));
        node.freshet().control().cancel(run, TestNode.TESTER, null);
        node.awaitState(run, RunState.CANCELLED);
        assertThat(backends(run)).isEqualTo("0");
    }

    @Test
    void endsARunThatExceedsItsTimeout() {
        node.deploy(JobDefinitions.sql("slow", "SELECT pg_sleep(600)").timeout(Duration.ofMillis(300)));
        Run run = node.awaitState(node.run("slow"), RunState.FAILED);
        assertThat(error(run).message()).contains("longer than its timeout");
        assertThat(backends(run.id())).isEqualTo("0");
    }

    @Test
    void cancelsAQueuedRunAtOnce() {
        node.deploy(JobDefinitions.sql("long", "SELECT pg_sleep(600)"));
        long first = node.run("long");
        node.awaitState(first, RunState.RUNNING);
        long second = node.run("long");
        node.freshet().control().cancel(second, TestNode.TESTER, null);
        assertThat(node.find(second).state()).isEqualTo(RunState.CANCELLED);
        assertThatThrownBy(() -> node.freshet().control().cancel(second, TestNode.TESTER, null))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("is cancelled");
        node.freshet().control().cancel(first, TestNode.TESTER, null);
    }

    @Test
    void neverRunsAnExclusiveJobBesideItself() {
        node.database().sql().execute("CREATE TABLE span (entered timestamptz, gone timestamptz)");
        node.deploy(JobDefinitions.sql(
                "alone", "INSERT INTO span SELECT clock_timestamp(), (SELECT clock_timestamp() FROM pg_sleep(0.05))"));
        List<Long> runs = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> node.run("alone"))
                .toList();
        runs.forEach(run -> node.awaitState(run, RunState.SUCCEEDED));
        assertThat(node.database().sql().query("""
            SELECT count(*) FROM span a JOIN span b
            ON a.ctid <> b.ctid AND a.entered < b.gone AND b.entered < a.gone
            """)).isEqualTo("0");
    }

    @Test
    void queuesARunIfAndOnlyIfTheApplicationsTransactionCommits() throws SQLException {
        node.deploy(JobDefinitions.sql("mail", "SELECT :customer::int"));
        try (Connection application = node.database().sql().connect();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute("SELECT freshet.enqueue('mail', '{\"customer\": 7}')");
            application.rollback();
            statement.execute("SELECT freshet.enqueue('mail', '{\"customer\": 8}')");
            application.commit();
        }
        await().until(() -> node.runsOf("mail").stream().allMatch(run -> run.state() == RunState.SUCCEEDED)
                && !node.runsOf("mail").isEmpty());
        assertThat(node.runsOf("mail")).singleElement().satisfies(run -> {
            assertThat(run.trigger()).isEqualTo(Trigger.SQL);
            assertThat(run.parameters()).containsEntry("customer", 8);
        });
    }

    @Test
    void answersARepeatedRequestWithTheFirstRun() {
        node.deploy(JobDefinitions.sql("once", "SELECT 1"));
        RunControl control = node.freshet().control();
        long first = control.runNow("once", Map.of(), Trigger.API, TestNode.TESTER, "key-1");
        node.awaitState(first, RunState.SUCCEEDED);
        assertThat(control.runNow("once", Map.of(), Trigger.API, TestNode.TESTER, "key-1"))
                .isEqualTo(first);
        assertThat(control.runNow("once", Map.of(), Trigger.API, TestNode.TESTER, "key-2"))
                .isNotEqualTo(first);
    }

    private static RunError error(Run run) {
        return Objects.requireNonNull(run.error());
    }

    private List<String> log(long run) {
        return node.freshet().database().call(session -> new LogStore().list(session, run, 0, 0, 100)).stream()
                .map(line -> line.level() + " " + line.message())
                .toList();
    }

    private List<String> attempts(Run run) {
        return node.freshet().database().call(session -> node.freshet().runs().listAttempts(session, run.id())).stream()
                .map(Attempt::state)
                .toList();
    }

    private String backends(long run) {
        return String.valueOf(node.database()
                .sql()
                .query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'freshet run " + run + "'"));
    }

    @Test
    void recordsTheSuccessOfAJobThatTookOnAnotherRole() {
        guest("SELECT 1");
        node.deploy(JobDefinitions.sql("modest", "SET ROLE guest; SELECT current_user"));
        node.awaitState(node.run("modest"), RunState.SUCCEEDED);
    }

    @Test
    void letsAnApplicationQueueRunsWithNoRightButToDoSo() {
        node.deploy(JobDefinitions.sql("tidy", "SELECT 1"));
        guest("REVOKE ALL ON SCHEMA freshet FROM guest");
        assertThat(asGuest()).contains("permission denied for schema freshet");
        guest("GRANT USAGE ON SCHEMA freshet TO guest");
        assertThat(asGuest()).contains("permission denied for function enqueue");
        guest("GRANT EXECUTE ON FUNCTION freshet.enqueue(text, jsonb) TO guest");
        assertThat(asGuest()).isEqualTo("queued");
        assertThat(node.runsOf("tidy")).hasSize(1);
    }

    private String asGuest() {
        try {
            node.database().sql().execute("SET ROLE guest; SELECT freshet.enqueue('tidy')");
            return "queued";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void guest(String sql) {
        node.database().sql().execute("""
            DO $$ BEGIN CREATE ROLE guest; EXCEPTION WHEN duplicate_object THEN NULL; END $$
            """);
        node.database().sql().execute(sql);
    }
}
