// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.definition.RefreshMode;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import dev.freshet.view.ViewFinding.Kind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewChecksPostgresTest {

    private final RefreshFixture fixture = new RefreshFixture().withPerUser();

    @AfterEach
    void dropDatabase() {
        fixture.close();
    }

    @Test
    void findsNothingWrongWithASoundView() {
        assertThat(check("per_user")).isEmpty();
    }

    @Test
    void namesTheIndexThatIsMissingAndTheDdlMendsIt() {
        fixture.execute("DROP INDEX per_user_key");
        ViewFinding finding = only(check("per_user"));
        assertThat(finding.kind()).isEqualTo(Kind.UNIQUE_INDEX);
        assertThat(finding.ddl()).isEqualTo("CREATE UNIQUE INDEX CONCURRENTLY ON public.per_user (\"user_id\");");
        assertMends("per_user", finding);
    }

    @Test
    void findsAKeyOfTwoColumnsWhereOneIsNotEnough() {
        fixture.execute(
                "CREATE MATERIALIZED VIEW daily AS SELECT day, user_id, 1.5 AS weight FROM event GROUP BY 1, 2");
        ViewFinding finding = only(check("daily"));
        assertThat(finding.ddl()).contains("(\"day\", \"user_id\")");
        assertMends("daily", finding);
    }

    @Test
    void leavesTheColumnsToThePersonWhereNoneTellRowsApart() {
        fixture.execute("CREATE MATERIALIZED VIEW twins AS SELECT 1 AS one FROM generate_series(1, 3)");
        assertThat(only(check("twins")).ddl()).contains("/* the columns that identify a row */");
    }

    @Test
    void saysWhyEachUniqueIndexDoesNotCount() {
        fixture.execute("""
            DROP INDEX per_user_key;
            CREATE UNIQUE INDEX of_some ON per_user (user_id) WHERE user_id > 0;
            CREATE UNIQUE INDEX of_expression ON per_user ((user_id + 1));
            """);
        ViewFinding finding = only(check("per_user"));
        assertThat(finding.message())
                .contains("of_some: it has a WHERE clause")
                .contains("of_expression: it is on an expression");
        assertMends("per_user", finding);
    }

    @Test
    void rebuildsAnIndexThatIsNotValid() {
        fixture.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'per_user_key'::regclass");
        ViewFinding finding = only(check("per_user"));
        assertThat(finding.ddl()).isEqualTo("REINDEX INDEX CONCURRENTLY public.per_user_key;");
        assertMends("per_user", finding);
    }

    @Test
    void refusesAViewThatWasNeverFilledUnlessItMayBlock() {
        fixture.execute("REFRESH MATERIALIZED VIEW per_user WITH NO DATA");
        ViewFinding finding = only(check("per_user"));
        assertThat(finding.kind()).isEqualTo(Kind.UNPOPULATED);
        assertMends("per_user", finding);

        fixture.execute("REFRESH MATERIALIZED VIEW per_user WITH NO DATA");
        fixture.define("per_user", RefreshMode.AUTO);
        assertThat(fixture.refresh("per_user")).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.last("per_user").mode()).isEqualTo("blocking");
        assertThat(fixture.last("per_user").warnings())
                .singleElement()
                .asString()
                .contains("never been filled");
    }

    @Test
    void warnsOfNullsInTheKeyAndCountsThem() {
        fixture.execute("INSERT INTO event VALUES (1000, NULL, '2026-01-01', 1); REFRESH MATERIALIZED VIEW per_user");
        ViewFinding finding = only(check("per_user"));
        assertThat(finding.kind()).isEqualTo(Kind.NULL_KEY);
        assertThat(finding.message())
                .startsWith("1 of 6 rows of per_user have NULL")
                .doesNotContain("square");
    }

    @Test
    void warnsThatAMostlyNullKeyIsQuadratic() {
        fixture.execute("""
            CREATE MATERIALIZED VIEW loose AS SELECT nullif(i, i) AS key, i FROM generate_series(1, 10) i;
            CREATE UNIQUE INDEX ON loose (key);
            """);
        assertThat(only(check("loose")).message()).contains("10 of 10 rows").contains("grows with the square");
    }

    @Test
    void namesTheFunctionWithoutSearchPathAndTheDdlMendsIt() {
        assumeTrue(isVersion17(), "PostgreSQL 17 restricts search_path during a refresh; this server is older");
        fixture.execute("""
            CREATE TABLE rate (value int); INSERT INTO rate VALUES (2);
            CREATE FUNCTION rated(seconds int) RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN RETURN seconds * (SELECT value FROM rate); END';
            CREATE VIEW rated_event AS SELECT id, rated(seconds) AS seconds FROM event;
            CREATE MATERIALIZED VIEW rated_total AS SELECT id, seconds FROM rated_event WITH NO DATA;
            CREATE UNIQUE INDEX ON rated_total (id);
            """);
        fixture.define("rated_total", RefreshMode.AUTO);
        RunError error = fixture.failure("rated_total");
        assertThat(error.sqlState()).isEqualTo("42P01");
        assertThat(error.advice()).isEqualTo("ALTER FUNCTION public.rated(seconds integer) SET search_path = public;");
        fixture.execute(Objects.requireNonNull(error.advice()));
        assertThat(fixture.refresh("rated_total")).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(check("rated_total")).isEmpty();
    }

    @Test
    void saysNothingOfFunctionsWhoseBodyIsParsedAlready() {
        fixture.execute("""
            CREATE FUNCTION doubled(i int) RETURNS int LANGUAGE sql IMMUTABLE RETURN i * 2;
            CREATE MATERIALIZED VIEW twice AS SELECT id, doubled(seconds) AS seconds FROM event;
            CREATE UNIQUE INDEX ON twice (id);
            """);
        assertThat(check("twice")).isEmpty();
    }

    @Test
    void namesTheGrantThatIsMissingAndItMendsIt() {
        fixture.execute("DROP ROLE IF EXISTS freshet_stranger; CREATE ROLE freshet_stranger");
        try {
            ViewFinding finding = only(fixture.freshet().database().call(session -> {
                session.execute("SET ROLE freshet_stranger");
                return new ViewChecks(new ViewStore()).check(session, fixture.view("per_user"));
            }));
            assertThat(finding.kind()).isEqualTo(Kind.PRIVILEGE);
            assertThat(finding.ddl())
                    .isEqualTo(
                            isVersion17()
                                    ? "GRANT MAINTAIN ON public.per_user TO freshet_stranger;"
                                    : "GRANT postgres TO freshet_stranger;");
            fixture.execute(Objects.requireNonNull(finding.ddl()));
            fixture.execute("SET ROLE freshet_stranger; REFRESH MATERIALIZED VIEW CONCURRENTLY per_user");
        } finally {
            fixture.execute("DROP OWNED BY freshet_stranger; DROP ROLE freshet_stranger");
        }
    }

    private boolean isVersion17() {
        return Integer.parseInt(fixture.query("SHOW server_version_num")) >= 170_000;
    }

    private List<ViewFinding> check(String view) {
        return fixture.freshet()
                .database()
                .call(session -> new ViewChecks(new ViewStore()).check(session, fixture.view(view)));
    }

    /** The view cannot be refreshed concurrently, says so everywhere, and can once the DDL was executed. */
    private void assertMends(String view, ViewFinding finding) {
        fixture.define(view, RefreshMode.CONCURRENTLY);
        RunError error = fixture.failure(view);
        assertThat(error.message())
                .contains(view + " cannot be refreshed concurrently")
                .contains(finding.message());
        assertThat(error.advice()).isEqualTo(finding.ddl());
        Refresh refresh = fixture.last(view);
        assertThat(refresh.status()).isEqualTo(RefreshStatus.FAILED);
        assertThat(refresh.errorMessage()).contains(finding.message()).contains(finding.ddl());
        assertThat(refresh.error()).isEqualTo(error);
        fixture.execute(Objects.requireNonNull(finding.ddl()));
        assertThat(fixture.refresh(view)).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(fixture.last(view).mode()).isEqualTo("concurrently");
    }

    private static ViewFinding only(List<ViewFinding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
