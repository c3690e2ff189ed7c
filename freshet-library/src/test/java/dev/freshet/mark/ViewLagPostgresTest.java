// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewLagPostgresTest {

    private final MarkFixture fixture = new MarkFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void reachesThroughPlainAndMaterializedViewsToTheTables() {
        chain();
        fixture.execute("INSERT INTO call VALUES (1, 1)");
        assertThat(fixture.pending("per_rep")).isEqualTo("call");
        assertThat(fixture.pending("top")).isEqualTo("call");
        fixture.refresh("top");
        assertThat(fixture.pending("top")).isEqualTo("call");
        fixture.refresh("per_rep");
        assertThat(fixture.pending("per_rep")).isEqualTo("nothing");
        assertThat(fixture.pending("top")).isEqualTo("call");
        fixture.refresh("top");
        assertThat(fixture.pending("top")).isEqualTo("nothing");
    }

    @Test
    void takesTheOldestOfSeveralWays() {
        chain();
        fixture.execute(
                "CREATE MATERIALIZED VIEW diamond AS SELECT (SELECT count(*) FROM call) AS now, (SELECT max(calls)"
                        + " FROM per_rep) AS then");
        fixture.mark("per_rep", "top", "diamond");
        fixture.refresh("diamond");
        fixture.execute("INSERT INTO call VALUES (1, 1)");
        fixture.refresh("diamond");
        assertThat(fixture.pending("diamond")).isEqualTo("call");
        assertThat(fixture.query("SELECT via FROM freshet.view_source v JOIN freshet.view_state s USING (refresh_id)"
                        + " WHERE s.view_name = 'diamond' AND v.source_name = 'call'"))
                .isEqualTo("per_rep");
        fixture.refresh("per_rep", "diamond");
        assertThat(fixture.pending("diamond")).isEqualTo("nothing");
    }

    @Test
    void keepsTheReadingBeforeWhenARefreshFails() {
        chain();
        fixture.execute("INSERT INTO call VALUES (1, 1)");
        long refresh = fixture.begin("per_rep");
        fixture.end(refresh, false);
        assertThat(fixture.pending("per_rep")).isEqualTo("call");
        assertThat(fixture.query("SELECT count(*) FROM freshet.view_state WHERE NOT in_force"))
                .isEqualTo("0");
    }

    @Test
    void keepsTheLaterReadingWhenTwoRefreshesAreRecordedInTheWrongOrder() {
        chain();
        fixture.execute("INSERT INTO call VALUES (1, 1)");
        long first = fixture.begin("per_rep");
        fixture.execute("INSERT INTO call VALUES (2, 1)");
        long second = fixture.begin("per_rep");
        fixture.end(second, true);
        fixture.end(first, true);
        assertThat(fixture.pending("per_rep")).isEqualTo("nothing");
    }

    @Test
    void keepsTheLaterReadingThoughTheClockWentBack() {
        chain();
        fixture.execute("UPDATE freshet.view_state SET read_at = now() + interval '5 minutes' WHERE in_force");
        fixture.execute("INSERT INTO call VALUES (1, 1)");
        fixture.refresh("per_rep");
        assertThat(fixture.pending("per_rep")).isEqualTo("nothing");
    }

    @Test
    void findsTheTablesBehindAnOperator() {
        fixture.execute("""
            CREATE TABLE call (id int); CREATE TABLE threshold (least int); INSERT INTO threshold VALUES (5);
            CREATE FUNCTION reaches(int) RETURNS boolean LANGUAGE sql STABLE RETURN $1 >= (SELECT max(least) FROM threshold);
            CREATE OPERATOR ==> (RIGHTARG = int, FUNCTION = reaches);
            CREATE MATERIALIZED VIEW reaching AS SELECT id FROM call WHERE ==> id;
            """);
        fixture.mark("reaching");
        fixture.refresh("reaching");
        fixture.execute("UPDATE threshold SET least = 100");
        assertThat(fixture.pending("reaching")).isEqualTo("threshold");
        fixture.refresh("reaching");
        fixture.execute(
                "CREATE OR REPLACE FUNCTION reaches(int) RETURNS boolean LANGUAGE sql STABLE RETURN $1 > (SELECT"
                        + " max(least) FROM threshold)");
        fixture.keep();
        assertThat(fixture.pending("reaching")).isEqualTo("reaches(integer)");
    }

    @Test
    void knowsNothingOfAViewCreatedAnewUntilItIsRefreshed() {
        chain();
        fixture.execute("DROP MATERIALIZED VIEW top; CREATE MATERIALIZED VIEW top AS SELECT max(calls) FROM per_rep");
        assertThat(fixture.query("SELECT as_of IS NULL AND lag IS NULL FROM freshet.view_lag WHERE view_name = 'top'"))
                .isEqualTo("t");
        assertThat(fixture.pending("top")).isEqualTo("age: it was dropped or created anew after its last refresh");
        fixture.refresh("top");
        assertThat(fixture.pending("top")).isEqualTo("nothing");
    }

    @Test
    void knowsNothingOfAViewThatReadsOneNobodyRefreshed() {
        fixture.execute("CREATE TABLE call (id int, rep int); CREATE MATERIALIZED VIEW stranger AS SELECT * FROM call;"
                + "CREATE MATERIALIZED VIEW mine AS SELECT count(*) FROM stranger");
        fixture.mark("mine");
        fixture.refresh("mine");
        assertThat(fixture.pending("mine")).isEqualTo("age: stranger: Freshet has not refreshed it");
        assertThat(fixture.query("SELECT as_of IS NULL AND lag IS NULL FROM freshet.view_lag"))
                .isEqualTo("t");
        fixture.refresh("stranger", "mine");
        assertThat(fixture.pending("mine")).isEqualTo("nothing");
    }

    @Test
    void knowsNothingOfAViewThatWasEmptied() {
        chain();
        fixture.execute("REFRESH MATERIALIZED VIEW top WITH NO DATA");
        assertThat(fixture.query("SELECT as_of IS NULL AND lag IS NULL FROM freshet.view_lag WHERE view_name = 'top'"))
                .isEqualTo("t");
        assertThat(fixture.pending("top")).isEqualTo("age: it was emptied after its last refresh (WITH NO DATA)");
        fixture.refresh("top");
        assertThat(fixture.pending("top")).isEqualTo("nothing");
    }

    /** The statement there is the call, which may have begun long before the change. */
    @Test
    void goesOnInAProcedureThatTakesLong() {
        chain();
        fixture.execute("INSERT INTO call VALUES (1, 1)");
        fixture.execute("""
            CREATE TABLE told (lag interval);
            DO $$ BEGIN
              PERFORM pg_sleep(0.5);
              INSERT INTO told SELECT lag FROM freshet.view_lag WHERE view_name = 'per_rep';
            END $$
            """);
        assertThat(fixture.query("SELECT lag >= interval '0.5 s' FROM told")).isEqualTo("t");
    }

    @Test
    void cannotKnowWhatCameAfterTheSnapshotItIsReadWith() {
        chain();
        fixture.execute("CREATE TABLE told (lag interval)");
        fixture.execute("""
            BEGIN ISOLATION LEVEL REPEATABLE READ;
            SELECT count(*) FROM told;
            SELECT pg_sleep(0.3);
            INSERT INTO told SELECT lag FROM freshet.view_lag WHERE view_name = 'per_rep';
            COMMIT
            """);
        assertThat(fixture.query("SELECT lag >= interval '0.3 s' FROM told")).isEqualTo("t");
    }

    @Test
    void keepsAReadingThatTheRefreshItselfBroughtInForce() {
        chain();
        String inForce = "SELECT refresh_id FROM freshet.view_state WHERE view_name = 'per_rep' AND in_force";
        String before = fixture.query(inForce);
        fixture.end(Long.parseLong(before), false);
        assertThat(fixture.query(inForce)).isEqualTo(before);
    }

    @Test
    void isTheAgeWhereTheSourcesCarryNoMarks() {
        fixture.execute("CREATE TABLE call (id int); CREATE MATERIALIZED VIEW total AS SELECT count(*) FROM call");
        fixture.refresh("total");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("age: call: it carries no change marks");
        assertThat(fixture.query("SELECT lag BETWEEN statement_timestamp() - as_of AND clock_timestamp() - as_of FROM"
                        + " freshet.view_lag"))
                .isEqualTo("t");
    }

    @Test
    void isTheAgeUntilAViewIsReadAfterItsSourcesAreMarked() {
        fixture.execute("CREATE TABLE call (id int); CREATE MATERIALIZED VIEW total AS SELECT count(*) FROM call");
        fixture.refresh("total");
        fixture.mark("total");
        assertThat(fixture.pending("total"))
                .isEqualTo("age: the changes of call are marked since after its last refresh");
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT id FROM call WHERE at > now() - interval '30 days' | uses now()",
                "SELECT id FROM call WHERE at::date = current_date | uses current_date",
                "SELECT id FROM call WHERE at > localtimestamp | uses localtimestamp",
                "SELECT id, random() FROM call | uses random()",
                "SELECT age(at) FROM call | uses age()",
                "SELECT id FROM call TABLESAMPLE BERNOULLI (50) | uses TABLESAMPLE",
                "SELECT * FROM recent | uses now() through recent",
                "SELECT relname FROM pg_class | reads pg_class, a catalog of PostgreSQL: what changes there fires no"
                        + " triggers",
                "SELECT count(*) FROM pg_stat_activity | uses pg_stat_get_activity() through"
                        + " pg_catalog.pg_stat_activity",
                "SELECT tidy(id) FROM call | uses tidy(), which is volatile: what it depends on is not known",
                "SELECT today(id) FROM call | uses now() through today()",
                "SELECT id FROM call WHERE at >= 'today'::text::date | makes a date or time of a text that may say"
                        + " today or now",
                "SELECT id FROM call WHERE at >= concat('to', 'day')::date | makes a date or time of a text that may"
                        + " say today or now",
                "SELECT id, name::date, coalesce(name, '2020-01-01')::timestamptz FROM call |",
                "SELECT date_trunc('day', at), to_char(at, 'YYYY'), extract(year FROM at), at + interval '1 day' FROM"
                        + " call |",
                "SELECT jsonb_agg(to_jsonb(c)), concat(max(id), max(at)), max(at)::date, max(at) AT TIME ZONE 'UTC'"
                        + " FROM call c |",
                "SELECT plus(id), age(at, at), at::date > timestamp '2020-01-01', format('%s', id) FROM call |",
                "SELECT id, row_number() OVER (ORDER BY at), count(*) FILTER (WHERE id > 3) OVER (PARTITION BY"
                        + " at::date) FROM call |"
            })
    void tellsViewsThatDependOnTheClockFromThoseThatDoNot(String query, String reason) {
        fixture.execute(
                "CREATE TABLE call (id int, at timestamptz, name text); CREATE VIEW recent AS SELECT id FROM call"
                    + " WHERE at > now();CREATE FUNCTION tidy(int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN $1;"
                    + " END';CREATE FUNCTION plus(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';CREATE"
                    + " FUNCTION today(int) RETURNS timestamptz LANGUAGE sql RETURN now() + $1 * interval '1"
                    + " day';CREATE MATERIALIZED VIEW asked AS " + query
                        + "; CREATE MATERIALIZED VIEW above AS SELECT count(*) FROM asked");
        assertThat(fixture.query("SELECT freshet.clock_reason('asked'::regclass)"))
                .isEqualTo(String.valueOf(reason));
        fixture.mark("asked", "above");
        fixture.refresh("asked", "above");
        assertThat(fixture.pending("asked")).isEqualTo(reason == null ? "nothing" : "age: " + reason);
        assertThat(fixture.pending("above")).startsWith(reason == null ? "nothing" : "age: " + reason);
    }

    @Test
    void sayWhatRowSecurityMayHide() {
        fixture.execute(
                "CREATE ROLE mark_owner; CREATE TABLE call (id int); GRANT ALL ON call TO mark_owner; GRANT CREATE ON"
                        + " SCHEMA public TO mark_owner;ALTER TABLE call ENABLE ROW LEVEL SECURITY");
        try {
            fixture.execute("SET ROLE mark_owner; CREATE MATERIALIZED VIEW mine AS SELECT * FROM call");
            assertThat(fixture.query("SELECT freshet.clock_reason('mine'::regclass)"))
                    .isEqualTo("reads call, of which row-level security hides rows from mark_owner");
        } finally {
            fixture.execute("DROP OWNED BY mark_owner CASCADE; DROP ROLE mark_owner");
        }
    }

    private void chain() {
        fixture.execute("CREATE TABLE call (id int, rep int); CREATE VIEW good AS SELECT * FROM call WHERE rep > 0;"
                + "CREATE MATERIALIZED VIEW per_rep AS SELECT rep, count(*) AS calls FROM good GROUP BY rep;"
                + "CREATE MATERIALIZED VIEW top AS SELECT max(calls) FROM per_rep");
        fixture.mark("per_rep", "top");
        fixture.refresh("per_rep", "top");
    }
}
