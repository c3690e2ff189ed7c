// SPDX-License-Identifier: Apache-2.0
package dev.freshet.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.definition.DatabaseDefinition;
import dev.freshet.definition.DefinitionSources;
import dev.freshet.definition.Definitions;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetDatabasesPostgresTest {

    private static final JobDefinitions SHIP = JobDefinitions.sql(
            "ship", "INSERT INTO public.shipped (customer, run) VALUES (:customer::int, :run_id::bigint)");
    private static final JobDefinitions BILL = JobDefinitions.sql("bill", "SELECT 1");

    private final TestDatabase shop = PostgresServer.shared().createDatabase("empty_shop", created -> {});
    private final TestNode node = TestNode.started();

    @BeforeEach
    void prepare() {
        node.database().sql().execute("CREATE TABLE public.shipped (customer int NOT NULL, run bigint PRIMARY KEY)");
        shop.execute("CREATE TABLE public.customer_order (customer int PRIMARY KEY)");
        apply(shop.url(), SHIP, BILL);
        await().atMost(Duration.ofSeconds(60)).until(() -> "2".equals(known()));
    }

    @AfterEach
    void close() {
        node.close();
        shop.close();
    }

    @Test
    void runsTheJobIfAndOnlyIfTheApplicationsTransactionCommits() throws Exception {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO public.customer_order VALUES (7)");
            statement.execute("SELECT freshet.enqueue('ship', '{\"customer\": 7}')");
            connection.rollback();
            statement.execute("INSERT INTO public.customer_order VALUES (8)");
            statement.execute("SELECT freshet.enqueue('ship', '{\"customer\": 8}')");
            connection.commit();
        }
        await().until(() -> "1".equals(value("SELECT count(*) FROM public.shipped")));
        assertThat(value("SELECT string_agg(customer::text, ',') FROM public.shipped"))
                .isEqualTo("8");
        assertThat(value("SELECT trigger || ' by ' || actor FROM freshet.run"))
                .isEqualTo("sql by " + shop.query("SELECT session_user") + "@shop");
        await().until(() -> "0".equals(shop.query("SELECT count(*) FROM freshet.enqueued")));
    }

    @Test
    void makesOneRunOfEachHoweverManyNodesFetch() {
        try (Freshet second =
                Freshet.builder(node.database().database()).nodeName("second").build()) {
            second.start();
            shop.execute("SELECT freshet.enqueue('ship', jsonb_build_object('customer', n))"
                    + " FROM generate_series(1, 300) AS n");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> "0".equals(shop.query("SELECT count(*) FROM freshet.enqueued")));
            assertThat(value("SELECT count(*) || ' of ' || count(DISTINCT parameters ->> 'customer')"
                            + " FROM freshet.run WHERE job = 'ship'"))
                    .isEqualTo("300 of 300");
        }
    }

    @Test
    void findsTheRunThatWasQueuedBeforeTheLastFetchDied() {
        String id = "11111111-2222-3333-4444-555555555555";
        long run = node.freshet().control().enqueue("bill", Map.of(), "app@shop", "enqueued " + id);
        shop.execute("INSERT INTO freshet.enqueued (id, job, actor) VALUES ('" + id + "', 'bill', 'app');"
                + " NOTIFY freshet, 'run'");
        await().until(() -> "0".equals(shop.query("SELECT count(*) FROM freshet.enqueued")));
        assertThat(value("SELECT string_agg(id::text, ',') FROM freshet.run")).isEqualTo(Long.toString(run));
    }

    @Test
    void refusesAMisspeltJobInTheTransactionThatUsesIt() {
        assertThatThrownBy(() -> shop.query("SELECT freshet.enqueue('shop', '{}')"))
                .hasMessageContaining("there is no job named \"shop\"");
        assertThatThrownBy(() -> shop.query("SELECT freshet.enqueue('ship', '[7]')"))
                .hasMessageContaining("must be a JSON object, not array");
    }

    @Test
    void keepsWhatCannotBeRunAndSaysWhy() {
        apply(shop.url(), SHIP);
        await().until(() -> "1".equals(known()));
        shop.execute("INSERT INTO freshet.enqueued (job, actor) VALUES ('bill', 'app'), ('ship', 'app');"
                + " NOTIFY freshet, 'run'");
        await().until(() -> "1".equals(shop.query("SELECT count(*) FROM freshet.enqueued")));
        Waiting left =
                Objects.requireNonNull(node.freshet().targets().getFirst().waiting());
        assertThat(left.refused()).isEqualTo(1);
        assertThat(left.lastRefusal()).contains("There is no job named bill");
    }

    @Test
    void refusesParametersThatCannotBeReadAndGoesOnWithTheRest() {
        shop.execute(
                "SELECT freshet.enqueue('bill', ('{\"x\":' || repeat('[', 2000) || repeat(']', 2000) || '}')::jsonb)");
        shop.execute("SELECT freshet.enqueue('bill')");
        await().until(() -> "1".equals(value("SELECT count(*) FROM freshet.run WHERE job = 'bill'")));
        assertThat(shop.query("SELECT refusal FROM freshet.enqueued")).startsWith("The parameters cannot be read");
        assertThatThrownBy(() ->
                        shop.query("SELECT freshet.enqueue('bill', jsonb_build_object('x', repeat('x', 1048576)))"))
                .hasMessageContaining("must not be longer than 1 MB");
    }

    @Test
    void saysThatAHomeIsNoTarget() {
        apply(node.database().sql().url(), SHIP, BILL);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(node.freshet().targets())
                        .singleElement()
                        .satisfies(state -> assertThat(state.fault()).contains("is the home of a Freshet")));
    }

    @Test
    void comesBackToADatabaseThatWasAway() {
        shop.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        shop.execute("SELECT freshet.enqueue('bill')");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "1".equals(value("SELECT count(*) FROM freshet.run WHERE job = 'bill'")));
    }

    private void apply(String url, JobDefinitions... jobs) {
        Definitions wanted = new Definitions(
                JobDefinitions.definitions(jobs).jobs(),
                List.of(),
                List.of(),
                List.of(new DatabaseDefinition("shop", url)),
                JobDefinitions.definitions(jobs).retention());
        node.freshet().apply(wanted, DefinitionSources.NONE, TestNode.TESTER, null);
    }

    private String known() {
        return String.valueOf(shop.query("SELECT CASE WHEN to_regclass('freshet.known_job') IS NOT NULL THEN"
                + " (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM freshet.known_job', false, true,"
                + " '')))[1]::text END"));
    }

    private String value(String sql) {
        return String.valueOf(node.database().sql().query(sql));
    }
}
