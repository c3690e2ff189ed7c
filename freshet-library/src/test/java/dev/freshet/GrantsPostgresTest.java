// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.definition.JobSpec;
import dev.freshet.job.Run;
import dev.freshet.job.RunError;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.postgres.Database;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The grants of {@code docs/operations/grants.md}, and no others, are what Freshet and applications need. */
class GrantsPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestDatabase database =
            PostgresServer.shared().createDatabase("empty_template", template -> template.execute("SELECT 1"));

    @BeforeEach
    void createRoles() {
        database.execute("""
            CREATE ROLE grants_app; CREATE ROLE grants_freshet LOGIN; CREATE ROLE grants_client LOGIN;
            CREATE TABLE source (id int); INSERT INTO source VALUES (1); ALTER TABLE source OWNER TO grants_app;
            CREATE MATERIALIZED VIEW numbers AS SELECT id FROM source; CREATE UNIQUE INDEX ON numbers (id);
            ALTER MATERIALIZED VIEW numbers OWNER TO grants_app;
            GRANT CREATE ON DATABASE "%s" TO grants_freshet;
            """.formatted(database.name()));
    }

    @AfterEach
    void dropRoles() {
        database.execute("""
            DROP OWNED BY grants_freshet, grants_client, grants_app CASCADE;
            DROP ROLE grants_freshet, grants_client, grants_app
            """);
        database.close();
    }

    @Test
    void refreshesAsAPlainRoleThatMayMaintainTheView() {
        assumeTrue(isVersion17(), "PostgreSQL 17 brought MAINTAIN; this server is older");
        database.execute("GRANT SELECT, MAINTAIN ON numbers TO grants_freshet");
        try (Freshet freshet = started()) {
            assertThat(refresh(freshet).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(database.query("SELECT status || ' ' || row_count FROM freshet.materialized_view_refreshes"))
                    .isEqualTo("success 1");
        }
    }

    @Test
    void refreshesAsAMemberOfTheViewsOwner() {
        database.execute("GRANT grants_app TO grants_freshet");
        try (Freshet freshet = started()) {
            assertThat(refresh(freshet).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void saysWhichGrantIsMissing() {
        String missing = isVersion17()
                ? "GRANT MAINTAIN ON public.numbers TO grants_freshet;"
                : "GRANT grants_app TO grants_freshet;";
        try (Freshet freshet = started()) {
            Run run = refresh(freshet);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            RunError error = Objects.requireNonNull(run.error());
            assertThat(error.advice()).contains(missing);
        }
    }

    @Test
    void letsAnApplicationEnqueueWithTwoGrants() throws SQLException {
        try (Freshet freshet = started();
                Connection client = database.connect()) {
            deploy(freshet, JobDefinitions.sql("mail", "SELECT 1"));
            try (Statement statement = client.createStatement()) {
                statement.execute("SET SESSION AUTHORIZATION grants_client");
                assertThatThrownBy(() -> statement.execute("SELECT freshet.enqueue('mail')"))
                        .hasMessageContaining("permission denied");
                database.execute("""
                    GRANT USAGE ON SCHEMA freshet TO grants_client;
                    GRANT EXECUTE ON FUNCTION freshet.enqueue(text, jsonb) TO grants_client;
                    """);
                statement.execute("SELECT freshet.enqueue('mail')");
            }
            await().atMost(SOON)
                    .until(() -> "succeeded grants_client"
                            .equals(database.query(
                                    "SELECT state || ' ' || actor FROM freshet.run WHERE job = 'mail'")));
        }
    }

    private boolean isVersion17() {
        return "t".equals(database.query("SELECT current_setting('server_version_num')::int >= 170000"));
    }

    private Freshet started() {
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(database.jdbcUrl());
        plain.setUser("grants_freshet");
        Freshet freshet =
                Freshet.builder(new Database(plain, plain)).drain(Duration.ZERO).build();
        freshet.start();
        return freshet;
    }

    private static void deploy(Freshet freshet, JobDefinitions job) {
        freshet.database().transaction(session -> {
            freshet.jobs().deploy(session, JobDefinitions.definitions(job), 1);
            return job;
        });
    }

    private static Run refresh(Freshet freshet) {
        deploy(freshet, JobDefinitions.sql("numbers", "").spec(new JobSpec.Refresh(null, List.of("numbers"), 1)));
        long id = freshet.control().runNow("numbers", Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
        return await().atMost(SOON)
                .until(
                        () -> freshet.database()
                                .call(session -> freshet.runs().find(session, id))
                                .orElseThrow(),
                        run -> !run.state().isActive());
    }
}
