// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.Freshet;
import dev.freshet.postgres.Database;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** People name the service's role after the service; its jobs must not land in the service's schema for that. */
class SearchPathPostgresTest {

    @Test
    void letsTheJobsOfARoleNamedFreshetFindTheApplicationsTables() {
        try (FreshetDatabase database = FreshetDatabase.create()) {
            database.sql().execute("""
                DO $$ BEGIN CREATE ROLE freshet LOGIN SUPERUSER; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                CREATE TABLE public.job (name text);
                """);
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setUrl(database.sql().jdbcUrl());
            dataSource.setUser("freshet");
            try (Freshet freshet = Freshet.builder(new Database(dataSource, dataSource))
                    .drain(Duration.ZERO)
                    .build()) {
                freshet.start();
                TestNode.deploy(
                        database, freshet, JobDefinitions.sql("fill", "INSERT INTO job (name) VALUES ('ours')"));
                long run = freshet.control().runNow("fill", Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> database.database()
                                        .call(session -> freshet.runs().find(session, run))
                                        .orElseThrow()
                                        .state()
                                == RunState.SUCCEEDED);
            }
            assertThat(database.sql().queryAll("SELECT name FROM public.job")).containsExactly("ours");
        }
    }
}
