// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.Freshet;
import dev.freshet.definition.Applied;
import dev.freshet.definition.DefinitionSources;
import dev.freshet.definition.Definitions;
import dev.freshet.postgres.Database;
import dev.freshet.testing.Evidence;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ChangeTriggersPostgresTest {

    private static final String TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'freshet_change%'";

    private final FreshetDatabase database = FreshetDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void comeAndGoWithTheDefinitions() {
        database.sql().execute("CREATE TABLE done (id int); CREATE TABLE other (id int)");
        Freshet freshet = Freshet.builder(database.database()).build();
        assertThat(freshet.plan(tracking("done")).effects()).containsExactly("installs change triggers on done");
        assertThat(database.sql().query(TRIGGERS)).isEqualTo("0");
        assertThat(apply(freshet, tracking("done")).plan().effects())
                .containsExactly("installs change triggers on done");
        assertThat(database.sql().query(TRIGGERS)).isEqualTo("4");
        assertThat(freshet.plan(tracking("done")).effects()).isEmpty();
        assertThat(apply(freshet, tracking("other")).plan().effects())
                .containsExactly("installs change triggers on other", "removes change triggers from done");
        assertThat(apply(freshet, JobDefinitions.definitions(JobDefinitions.sql("tidy", "SELECT 1")))
                        .plan()
                        .effects())
                .containsExactly("removes change triggers from other");
        assertThat(database.sql().query(TRIGGERS)).isEqualTo("0");
    }

    @Test
    void waitForATableThatDoesNotExistYet() {
        Freshet freshet = Freshet.builder(database.database()).build();
        assertThat(apply(freshet, tracking("later")).plan().entries().getFirst().warnings())
                .containsExactly("there is no table later in the database; its changes are tracked once there is");
    }

    @Test
    void wantARightThatTheErrorNames() {
        database.sql().execute("""
            CREATE ROLE change_owner; CREATE ROLE change_freshet LOGIN; CREATE TABLE secret (id int); ALTER TABLE secret OWNER TO change_owner;
            GRANT USAGE, CREATE ON SCHEMA freshet TO change_freshet; GRANT ALL ON ALL TABLES IN SCHEMA freshet TO change_freshet;
            GRANT ALL ON ALL SEQUENCES IN SCHEMA freshet TO change_freshet
            """);
        try {
            PGSimpleDataSource plain = new PGSimpleDataSource();
            plain.setUrl(database.sql().jdbcUrl());
            plain.setUser("change_freshet");
            Freshet freshet = Freshet.builder(new Database(plain, plain)).build();
            assertThatThrownBy(() -> apply(freshet, tracking("secret")))
                    .hasMessageContaining("GRANT TRIGGER ON secret TO change_freshet;")
                    .hasMessageContaining("Nothing was applied");
            assertThat(database.sql().query("SELECT count(*) FROM freshet.deployment"))
                    .isEqualTo("0");
            database.sql().execute("GRANT TRIGGER ON secret TO change_freshet");
            apply(freshet, tracking("secret"));
            assertThat(database.sql().query(TRIGGERS)).isEqualTo("4");
            Applied without = apply(freshet, JobDefinitions.definitions(JobDefinitions.sql("tidy", "SELECT 1")));
            assertThat(without.plan().warnings()).singleElement().asString().contains("only a member of change_owner");
        } finally {
            database.sql()
                    .execute("DROP OWNED BY change_owner, change_freshet CASCADE; DROP ROLE change_owner,"
                            + " change_freshet");
        }
    }

    private static Definitions tracking(String table) {
        return JobDefinitions.definitions(JobDefinitions.sql("tidy", "SELECT 1")
                .evidence(new Evidence().track(table).definition()));
    }

    private static Applied apply(Freshet freshet, Definitions definitions) {
        return freshet.apply(definitions, DefinitionSources.NONE, TestNode.TESTER, null);
    }
}
