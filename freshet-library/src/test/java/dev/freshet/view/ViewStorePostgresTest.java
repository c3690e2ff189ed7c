// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.RefreshMode;
import dev.freshet.job.RunOutcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewStorePostgresTest {

    private final RefreshFixture fixture = new RefreshFixture().withPerUser();
    private final ViewStore views = new ViewStore();

    @AfterEach
    void dropDatabase() {
        fixture.close();
    }

    @Test
    void tellsWhatThereIsToKnowOfAView() {
        fixture.execute("COMMENT ON MATERIALIZED VIEW per_user IS 'What each user did'; ANALYZE per_user");
        MaterializedView view = fixture.view("per_user");
        assertThat(view.owner()).isEqualTo("postgres");
        assertThat(view.populated()).isTrue();
        assertThat(view.sizeBytes()).isPositive();
        assertThat(view.estimatedRows()).isEqualTo(5);
        assertThat(view.comment()).isEqualTo("What each user did");
        assertThat(view.indexes()).singleElement().satisfies(index -> {
            assertThat(index.columns()).containsExactly("user_id");
            assertThat(index.isUsable()).isTrue();
        });
        String definition = fixture.freshet().database().call(session -> views.definition(session, view));
        assertThat(definition).contains("GROUP BY");
    }

    @Test
    void leavesOnlySchemaPublicOutOfNames() {
        fixture.execute("CREATE SCHEMA sales; CREATE MATERIALIZED VIEW sales.totals AS SELECT 1 AS one");
        assertThat(list()).containsExactly("per_user", "sales.totals");
        assertThat(fixture.view("sales.totals").name()).isEqualTo("sales.totals");
        assertThat(fixture.view("public.per_user").name()).isEqualTo("per_user");
    }

    @Test
    void refreshesViewsWithOddNames() {
        fixture.execute("""
            CREATE SCHEMA "Odd:Schema";
            CREATE MATERIALIZED VIEW "Odd:Schema"."My ""View"" :x?" AS SELECT 1 AS "A Key";
            """);
        String name = "Odd:Schema.My \"View\" :x?";
        fixture.define(name, RefreshMode.CONCURRENTLY);
        fixture.execute(String.valueOf(fixture.failure(name).advice()));
        assertThat(fixture.refresh(name)).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.last(name).rowCount()).isEqualTo(1);
    }

    @Test
    void waitsForAViewThatDoesNotExistYet() {
        assertThat(fixture.refresh("per_user", "not_there")).isInstanceOf(RunOutcome.Succeeded.class);
        Refresh refresh = fixture.last("not_there");
        assertThat(refresh.status()).isEqualTo(RefreshStatus.SKIPPED);
        assertThat(refresh.errorMessage()).contains("waits for materialized view not_there");
        assertThat(fixture.last("per_user").status()).isEqualTo(RefreshStatus.SUCCESS);
    }

    @Test
    void refusesATableThatBearsTheName() {
        assertThat(fixture.failure("event").message()).isEqualTo("event is a table, not a materialized view");
    }

    @Test
    void listsViewsWhileOneIsLocked() throws Exception {
        try (var connection = fixture.freshet().sql().connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE; REFRESH MATERIALIZED VIEW per_user");
            assertThat(list()).containsExactly("per_user");
            connection.rollback();
            statement.execute("REINDEX INDEX per_user_key");
            assertThat(list()).containsExactly("per_user");
        }
    }

    private List<String> list() {
        return fixture.freshet().database().call(session -> {
            session.execute("SET lock_timeout = '2s'");
            return views.list(session).stream().map(MaterializedView::name).toList();
        });
    }
}
