// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.job.RunState;
import dev.freshet.testing.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What opens an alert, and what resolves it. */
class AlertPostgresTest {

    private static final String OPEN = "SELECT count(*) FROM freshet.alert WHERE resolved_at IS NULL";
    private static final String REASON = "SELECT resolved_because FROM freshet.alert ORDER BY id DESC LIMIT 1";

    @Test
    void tellsOnceThatAJobFailsAndOnceThatItDoesNotAnyMore() {
        try (AlertNode alerts = new AlertNode(", on: [failed]")) {
            long first = alerts.fail();
            assertThat(alerts.awaitEvents(1)).containsExactly("opened");
            long second = alerts.fail();
            alerts.awaitSql("SELECT run_id FROM freshet.alert", Long.toString(second));
            assertThat(alerts.sql("SELECT count(*) FROM freshet.alert")).isEqualTo("1");
            long good = alerts.succeed();
            assertThat(alerts.awaitEvents(2)).containsExactly("opened", "resolved");
            alerts.awaitTwoLooks();
            assertThat(alerts.events()).hasSize(2);
            assertThat(alerts.sql(REASON)).isEqualTo("run " + good + " succeeded");
            var opened = AlertNode.body(alerts.service.requests().getFirst());
            assertThat(opened.get("text").asString())
                    .isEqualTo("Job work failed: division by zero <https://freshet.shop.example/runs/" + first + "|run "
                            + first + ">");
            assertThat(opened.get("attachments").get(0).get("color").asString()).isEqualTo("#c0392b");
            assertThat(opened.get("metadata").get("event_type").asString()).isEqualTo("freshet_alert");
            var payload = AlertNode.payload(alerts.service.requests().getFirst());
            assertThat(payload.get("kind").asString()).isEqualTo("failed");
            assertThat(payload.get("subject").asString()).isEqualTo("work");
            assertThat(payload.get("owner").asString()).isEqualTo("finance");
            assertThat(payload.get("details").get("sqlstate").asString()).isEqualTo("22012");
            assertThat(AlertNode.body(alerts.service.requests().get(1))
                            .get("text")
                            .asString())
                    .startsWith("Resolved after ")
                    .contains("run " + good + " succeeded");
        }
    }

    @Test
    void tellsOfAFailureThatWasMendedBeforeAnybodyLooked() {
        try (AlertNode alerts = new AlertNode(", on: [failed]")) {
            alerts.node.database().sql().execute("""
                INSERT INTO freshet.run (job, trigger, actor, state, history, started_at, ended_at, error)
                VALUES ('work', 'manual', 'x', 'failed', 'failed', clock_timestamp(), clock_timestamp(), '{"message": "boom"}');
                INSERT INTO freshet.run (job, trigger, actor, state, history, started_at, ended_at)
                VALUES ('work', 'manual', 'x', 'succeeded', 'succeeded', clock_timestamp(), clock_timestamp())
                """);
            assertThat(alerts.awaitEvents(2)).containsExactly("opened", "resolved");
            assertThat(alerts.sql("SELECT count(*) FROM freshet.alert")).isEqualTo("1");
        }
    }

    @Test
    void doesNotTakeACancelledRunForACure() {
        try (AlertNode alerts = new AlertNode(", on: [failed]")) {
            alerts.fail();
            alerts.awaitEvents(1);
            alerts.node.database().sql().execute("""
                INSERT INTO freshet.run (job, trigger, actor, state, history, ended_at)
                VALUES ('work', 'manual', 'x', 'cancelled', 'failed', clock_timestamp())
                """);
            alerts.awaitTwoLooks();
            assertThat(alerts.sql(OPEN)).isEqualTo("1");
            AlertNode.apply(alerts.node.freshet(), "freshet: 1\nalerts: {ops: {log: true}}\n");
            alerts.awaitSql(REASON, "the job is not defined any more");
        }
    }

    @Test
    void knowsLostRunsAndLostNodes() {
        try (AlertNode alerts = new AlertNode(", on: [lost]")) {
            alerts.node.database().sql().execute("""
                INSERT INTO freshet.run (job, trigger, actor, state, history, ended_at, error)
                VALUES ('work', 'manual', 'x', 'lost', 'failed', clock_timestamp(), '{"message": "its node died"}');
                INSERT INTO freshet.node (name, version, process_id, leased_until)
                VALUES ('gone', '1', 1, clock_timestamp() - interval '1 second')
                """);
            alerts.awaitEvents(2);
            assertThat(alerts.service.requests())
                    .extracting(
                            request -> AlertNode.payload(request).get("subject").asString())
                    .containsExactlyInAnyOrder("work", "gone");
            alerts.node.database().sql().execute("""
                INSERT INTO freshet.node (name, version, process_id, leased_until)
                VALUES ('gone', '1', 2, clock_timestamp() + interval '1 hour')
                """);
            alerts.awaitSql(
                    "SELECT resolved_because FROM freshet.alert WHERE subject = 'gone'",
                    "a node of this name lives again");
            alerts.succeed();
            alerts.awaitSql(OPEN, "0");
        }
    }

    @Test
    void knowsBreaches() {
        try (AlertNode alerts = new AlertNode(", on: [breach]")) {
            alerts.node.database().sql().execute("CREATE MATERIALIZED VIEW sales AS SELECT now() AS at");
            AlertNode.apply(alerts.node.freshet(), promising("2s", alerts));
            alerts.node.awaitState(alerts.node.run("sales"), RunState.SUCCEEDED);
            alerts.awaitEvents(1);
            var payload = AlertNode.payload(alerts.service.requests().getFirst());
            assertThat(payload.get("event").asString()).isEqualTo("opened");
            assertThat(payload.get("message").asString()).startsWith("view sales is older than promised: ");
            assertThat(payload.get("url").asString()).isEqualTo("https://freshet.shop.example/views/sales");
            AlertNode.apply(alerts.node.freshet(), promising("1h", alerts));
            assertThat(alerts.awaitEvents(2)).containsExactly("opened", "resolved");
        }
    }

    @Test
    void tellsOfABreachThatWasOverBeforeAnybodyLookedAndKeepsQueriesInTheHouse() {
        try (AlertNode alerts = new AlertNode(", on: [breach]")) {
            alerts.node.database().sql().execute("""
                INSERT INTO freshet.breach (name, began_at, ended_at, sla, worst_lag, cause_kind, cause, judged_at)
                VALUES ('sales', '2026-11-20 10:00Z', '2026-11-20 14:00Z', '15 min', '4 h', 'running-long',
                        'it is being refreshed; it waits for pid 7, user eve; query: SELECT 1', clock_timestamp())
                """);
            assertThat(alerts.awaitEvents(2)).containsExactly("opened", "resolved");
            assertThat(AlertNode.payload(alerts.service.requests().getFirst())
                            .get("message")
                            .asString())
                    .isEqualTo("view sales was older than promised from 2026-11-20 10:00:00 UTC to 2026-11-20 14:00:00"
                            + " UTC: it is being refreshed; it waits for pid 7, user eve");
            alerts.awaitTwoLooks();
            assertThat(alerts.sql("SELECT count(*) FROM freshet.alert")).isEqualTo("1");
        }
    }

    @Test
    void looksOnAfterTheDatabasesClockWasPutBack() {
        try (AlertNode alerts = new AlertNode(", on: [failed]")) {
            alerts.node
                    .database()
                    .sql()
                    .execute(
                            "UPDATE freshet.alert_evaluation SET evaluated_at = clock_timestamp() + interval '1 hour'");
            alerts.fail();
            assertThat(alerts.awaitEvents(1)).containsExactly("opened");
        }
    }

    private static String promising(String freshness, AlertNode alerts) {
        return """
            freshet: 1
            views: { sales: { freshness: %s, schedule: "0 0 1 1 *" } }
            alerts: { ops: { webhook: "%s/hook", on: [breach] } }
            """.formatted(freshness, alerts.service.url());
    }

    @Test
    void knowsSlowRuns() {
        try (AlertNode alerts = new AlertNode(", on: [slow]")) {
            AlertNode.apply(alerts.node.freshet(), """
                freshet: 1
                jobs: { doze: { type: sql, sql: "select pg_sleep(600)" } }
                alerts: { ops: { webhook: "%s" } }
                """.formatted(alerts.service.url()));
            long run = alerts.node.run("doze", Map.of());
            alerts.node.awaitState(run, RunState.RUNNING);
            alerts.node
                    .database()
                    .sql()
                    .execute("UPDATE freshet.run SET slow_since = clock_timestamp() WHERE id = " + run);
            assertThat(alerts.awaitEvents(1)).containsExactly("opened");
            alerts.node.freshet().control().cancel(run, TestNode.TESTER, null);
            alerts.awaitSql(REASON, "run " + run + " ended: cancelled");
        }
    }

    @Test
    void knowsTicksThatNobodyEvaluates() throws SQLException {
        try (AlertNode alerts = new AlertNode(", on: [behind]")) {
            AlertNode.apply(alerts.node.freshet(), """
                freshet: 1
                jobs: { hourly: { type: sql, sql: "select 1", every: 1h } }
                alerts: { ops: { webhook: "%s" } }
                """.formatted(alerts.service.url()));
            // What keeps a tick from being evaluated: the ledger cannot be written.
            try (Connection holding = alerts.node.database().sql().dataSource().getConnection();
                    Connection other = alerts.node.database().sql().dataSource().getConnection();
                    Statement hold = holding.createStatement();
                    Statement move = other.createStatement()) {
                holding.setAutoCommit(false);
                hold.execute("LOCK TABLE freshet.tick IN ACCESS EXCLUSIVE MODE");
                move.execute(
                        "UPDATE freshet.job SET next_tick_at = clock_timestamp() - interval '2 minutes' WHERE name ="
                                + " 'hourly'");
                assertThat(alerts.awaitEvents(1)).containsExactly("opened");
                holding.rollback();
            }
            alerts.awaitSql(REASON, "the tick was evaluated");
        }
    }

    @Test
    void twoNodesOpenOneAlertAndSendOneMessage() {
        try (AlertNode alerts = new AlertNode(", on: [failed]");
                var second = dev.freshet.Freshet.builder(alerts.node.database().database())
                        .nodeName("second")
                        .build()) {
            second.start();
            for (int i = 0; i < 3; i++) {
                alerts.fail();
            }
            alerts.awaitEvents(1);
            await().atMost(AlertNode.SOON)
                    .until(
                            () -> alerts.sql(
                                    "SELECT count(*) FROM freshet.alert_delivery WHERE delivered_at IS NOT NULL"),
                            "1"::equals);
            alerts.awaitTwoLooks();
            assertThat(alerts.events()).isEqualTo(List.of("opened"));
            assertThat(alerts.sql("SELECT count(*) FROM freshet.alert")).isEqualTo("1");
        }
    }
}
