// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.mark.MarkFixture.Session;
import java.io.StringReader;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Whatever the order in which writers and refreshes begin and end, a view is never said to show what it does not. */
class MarkInterleavingPostgresTest {

    private final MarkFixture fixture = new MarkFixture();

    @BeforeEach
    void createView() {
        fixture.execute("CREATE TABLE call (id int PRIMARY KEY, seconds int); INSERT INTO call SELECT i, i FROM"
                + " generate_series(1, 10) i;CREATE TABLE rep (id int PRIMARY KEY);CREATE MATERIALIZED VIEW total"
                + " AS SELECT count(*) AS calls, sum(seconds) AS seconds FROM call;CREATE MATERIALIZED VIEW reps"
                + " AS SELECT count(*) AS reps FROM rep");
        fixture.mark("total", "reps");
        fixture.refresh("total", "reps");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
    void keepsTheChangeOfAWriterThatBeginsBeforeTheRefreshAndCommitsAfterIt(String isolation) {
        Session writer = fixture.session().execute("BEGIN ISOLATION LEVEL " + isolation);
        writer.execute("INSERT INTO call VALUES (11, 5)");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        writer.execute("COMMIT");
        assertThat(fixture.pending("total")).isEqualTo("call");
        assertThat(fixture.difference("total")).isNotEqualTo("0");
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        assertThat(fixture.difference("total")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
    void keepsTheChangeOfAWriterThatCommitsWhileTheRefreshRuns(String isolation) {
        Session writer = fixture.session().execute("BEGIN ISOLATION LEVEL " + isolation);
        writer.execute("UPDATE call SET seconds = 0 WHERE id = 1");
        long refresh = fixture.begin("total");
        writer.execute("COMMIT");
        fixture.keep();
        fixture.end(refresh, true);
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void countsALongTransactionFromItsCommitOn() {
        Session writer = fixture.session().execute("BEGIN");
        writer.execute("DELETE FROM call WHERE id = 1")
                .execute("SELECT pg_sleep(0.4)")
                .execute("COMMIT");
        assertThat(fixture.query("SELECT lag < interval '300 ms' FROM freshet.view_lag WHERE view_name = 'total'"))
                .isEqualTo("t");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void forgetsWhatASavepointTookBack() {
        Session writer = fixture.session().execute("BEGIN").execute("SAVEPOINT before");
        writer.execute("INSERT INTO call VALUES (11, 5)")
                .execute("ROLLBACK TO before")
                .execute("INSERT INTO rep VALUES (1)");
        writer.execute("COMMIT");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        assertThat(fixture.pending("reps")).isEqualTo("rep");
    }

    @Test
    void marksAgainAfterASavepointTookTheMarkBack() {
        Session writer = fixture.session().execute("BEGIN").execute("SAVEPOINT before");
        writer.execute("INSERT INTO call VALUES (11, 5)")
                .execute("ROLLBACK TO before")
                .execute("INSERT INTO call VALUES (12, 5)");
        writer.execute("COMMIT");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void countsAPreparedTransactionOnceItIsCommitted() {
        fixture.session()
                .execute("BEGIN")
                .execute("INSERT INTO call VALUES (11, 5)")
                .execute("PREPARE TRANSACTION 'two'");
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        fixture.execute("COMMIT PREPARED 'two'");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void seesEveryKindOfStatement() throws SQLException {
        for (String statement : new String[] {
            "INSERT INTO call VALUES (11, 5)",
            "UPDATE call SET seconds = 7 WHERE id = 2",
            "DELETE FROM call WHERE id = 3",
            "INSERT INTO call VALUES (2, 9) ON CONFLICT (id) DO UPDATE SET seconds = excluded.seconds",
            "WITH gone AS (DELETE FROM call WHERE id = 4 RETURNING 1) SELECT * FROM gone",
            "TRUNCATE call"
        }) {
            fixture.execute(statement);
            assertThat(fixture.pending("total")).as(statement).isEqualTo("call");
            fixture.refresh("total");
            assertThat(fixture.pending("total")).as(statement).isEqualTo("nothing");
        }
        copy("21\t4\n22\t5\n");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void seesMerges() {
        if (fixture.query("SELECT current_setting('server_version_num')::int < 150000")
                .equals("t")) {
            return;
        }
        fixture.execute(
                "MERGE INTO call c USING (VALUES (1, 99)) n (id, seconds) ON c.id = n.id WHEN MATCHED THEN UPDATE SET"
                        + " seconds = n.seconds WHEN NOT MATCHED THEN INSERT VALUES (n.id, n.seconds)");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void seesCascades() {
        fixture.execute(
                "CREATE TABLE child (id int, call int REFERENCES call ON DELETE CASCADE); INSERT INTO child VALUES (1,"
                        + " 1);CREATE MATERIALIZED VIEW children AS SELECT count(*) FROM child");
        fixture.mark("total", "reps", "children");
        fixture.refresh("children");
        fixture.execute("DELETE FROM call WHERE id = 1");
        assertThat(fixture.pending("children")).isEqualTo("child");
    }

    @Test
    void sparesStatementsThatMeetNoRows() {
        fixture.execute("UPDATE call SET seconds = 0 WHERE id > 1000");
        fixture.execute("DELETE FROM call WHERE id > 1000");
        assertThat(fixture.query("SELECT count(*) FROM freshet.change_mark")).isEqualTo("0");
    }

    @Test
    void marksOncePerTransactionAndTable() {
        Session writer = fixture.session().execute("BEGIN");
        for (int i = 20; i < 40; i++) {
            writer.execute("INSERT INTO call VALUES (" + i + ", 1)").execute("INSERT INTO rep VALUES (" + i + ")");
        }
        writer.execute("COMMIT");
        assertThat(fixture.query("SELECT count(*) FROM freshet.change_mark")).isEqualTo("2");
    }

    @Test
    void isNotFooledByASettingThatAnotherTransactionLeft() {
        Session writer = fixture.session().execute("BEGIN").execute("INSERT INTO call VALUES (11, 1)");
        writer.execute("SELECT set_config('freshet.marked', current_setting('freshet.marked'), false)");
        writer.execute("COMMIT");
        fixture.refresh("total");
        writer.execute("INSERT INTO call VALUES (12, 1)");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
    void letsWritersPassEachOther(String isolation) {
        Session one = writer(isolation);
        Session other = writer(isolation);
        one.execute("INSERT INTO call VALUES (11, 1)");
        other.execute("INSERT INTO call VALUES (12, 1)");
        other.execute("INSERT INTO rep VALUES (2)");
        one.execute("INSERT INTO rep VALUES (1)").execute("SELECT pg_sleep(0.15)");
        other.execute("COMMIT");
        one.execute("COMMIT");
        assertThat(fixture.query("SELECT count(*) FROM freshet.change_mark")).isEqualTo("4");
    }

    @Test
    void marksForRolesThatMayDoNothingInTheSchema() {
        fixture.execute("CREATE ROLE mark_writer; GRANT INSERT ON call TO mark_writer");
        try {
            Session writer = fixture.session().execute("SET ROLE mark_writer").execute("BEGIN");
            writer.execute("INSERT INTO call VALUES (11, 5)")
                    .execute("SELECT pg_sleep(0.15)")
                    .execute("COMMIT");
            assertThat(fixture.pending("total")).isEqualTo("call");
        } finally {
            fixture.execute("DROP OWNED BY mark_writer; DROP ROLE mark_writer");
        }
    }

    @Test
    void seesWhatIsWrittenInReplicationMode() {
        fixture.session().execute("SET session_replication_role = replica").execute("INSERT INTO call VALUES (11, 5)");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    private Session writer(String isolation) {
        return fixture.session().execute("SET lock_timeout = '2s'").execute("BEGIN ISOLATION LEVEL " + isolation);
    }

    private void copy(String rows) throws SQLException {
        Session session = fixture.session();
        try {
            session.connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY call FROM STDIN", new StringReader(rows));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
