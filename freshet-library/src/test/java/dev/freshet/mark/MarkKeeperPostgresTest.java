// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.mark.MarkFixture.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkKeeperPostgresTest {

    private static final String MARKS = "SELECT count(*) FROM freshet.change_mark";

    private final MarkFixture fixture = new MarkFixture();

    @BeforeEach
    void createView() {
        fixture.execute(
                "CREATE TABLE call (id int); CREATE VIEW good AS SELECT * FROM call WHERE id > 0;CREATE MATERIALIZED"
                        + " VIEW total AS SELECT count(*) FROM good; CREATE MATERIALIZED VIEW paused AS SELECT max(id)"
                        + " FROM call");
        fixture.mark("total", "paused");
        fixture.refresh("total", "paused");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void keepsOneMarkForAViewThatNobodyRefreshes() {
        insert(20);
        String since = fixture.query("SELECT pending_since FROM freshet.view_lag WHERE view_name = 'paused'");
        fixture.refresh("total");
        fixture.keep();
        insert(20);
        fixture.keep();
        assertThat(fixture.query(MARKS)).isEqualTo("2");
        assertThat(fixture.query("SELECT pending_since FROM freshet.view_lag WHERE view_name = 'paused'"))
                .isEqualTo(since);
        fixture.refresh("total", "paused");
        fixture.keep();
        assertThat(fixture.query(MARKS)).isEqualTo("0");
        assertThat(fixture.query("SELECT sum(changes) FROM freshet.source_activity"))
                .isEqualTo("40");
    }

    @Test
    void keepsWhatARefreshUnderWayMayNotHaveSeen() {
        insert(1);
        long refresh = fixture.begin("total");
        insert(1);
        fixture.keep();
        insert(1);
        fixture.keep();
        fixture.end(refresh, true);
        assertThat(fixture.pending("total")).isEqualTo("call");
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
    }

    @Test
    void keepsWhatAnUpstreamViewDoesNotShowForWhoReadsItMeanwhile() {
        fixture.execute("CREATE MATERIALIZED VIEW above AS SELECT * FROM total");
        fixture.mark("total", "paused", "above");
        insert(1);
        long above = fixture.begin("above");
        fixture.refresh("total");
        fixture.keep();
        fixture.end(above, true);
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        assertThat(fixture.pending("above")).isEqualTo("call");
    }

    @Test
    void leavesMarksAloneWhileAReadingBegins() {
        insert(3);
        fixture.refresh("total", "paused");
        Session reader = fixture.session().execute("BEGIN");
        reader.execute("INSERT INTO freshet.materialized_view_refreshes (view_name) VALUES ('total')");
        reader.execute("SELECT freshet.begin_reading(max(id), 'total') FROM freshet.materialized_view_refreshes");
        fixture.keep();
        assertThat(fixture.query(MARKS)).isEqualTo("3");
        reader.execute("ROLLBACK");
        fixture.keep();
        assertThat(fixture.query(MARKS)).isEqualTo("0");
    }

    @Test
    void forgetsWhatADeadRefreshRead() {
        long refresh = fixture.begin("total");
        fixture.execute(
                "UPDATE freshet.materialized_view_refreshes SET status = 'lost', completed_at = now() WHERE id = "
                        + refresh);
        fixture.keep();
        assertThat(fixture.query("SELECT count(*) FROM freshet.view_state WHERE NOT in_force"))
                .isEqualTo("0");
    }

    @Test
    void leavesATriggerDisabledAndSaysWhatThatMeans() {
        fixture.execute("ALTER TABLE call DISABLE TRIGGER freshet_mark; INSERT INTO call VALUES (7)");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("age: call: the change marks of call are disabled");
        fixture.execute("ALTER TABLE call ENABLE TRIGGER freshet_mark");
        fixture.keep();
        assertThat(fixture.pending("total"))
                .isEqualTo("age: the changes of call are marked since after its last refresh");
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
    }

    @Test
    void putsBackATriggerThatWasDropped() {
        fixture.execute("DROP TRIGGER freshet_mark ON call; INSERT INTO call VALUES (7)");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("call");
        assertThat(fixture.query("SELECT note FROM freshet.change_mark"))
                .isEqualTo("change marks were missing or altered on call");
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
    }

    @Test
    void noticesADefinitionThatWasReplaced() {
        fixture.execute("CREATE OR REPLACE VIEW good AS SELECT * FROM call WHERE id > 100");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("good");
        assertThat(fixture.pending("paused")).isEqualTo("nothing");
        fixture.refresh("total");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("nothing");
    }

    @Test
    void doesNotMistakeATruncateForAnExchange() {
        fixture.execute("TRUNCATE call");
        fixture.refresh("total");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        fixture.execute("VACUUM FULL call");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void saysWhichSourcesCannotBeTracked() {
        fixture.execute(
                "CREATE SEQUENCE counter; CREATE MATERIALIZED VIEW catalog AS SELECT count(*) FROM pg_class;CREATE"
                        + " MATERIALIZED VIEW own AS SELECT count(*) FROM freshet.node; CREATE MATERIALIZED VIEW seq AS"
                        + " SELECT last_value FROM counter");
        fixture.mark("total", "paused", "catalog", "own", "seq");
        fixture.refresh("catalog", "own", "seq");
        assertThat(fixture.pending("catalog"))
                .isEqualTo("age: reads pg_class, a catalog of PostgreSQL: what changes there fires no triggers");
        assertThat(fixture.pending("own")).isEqualTo("age: freshet.node: tables of Freshet itself carry no marks");
        assertThat(fixture.pending("seq")).isEqualTo("age: counter: it is neither a table nor a view");
    }

    @Test
    void believesNoSnapshotFromAnotherServer() {
        fixture.execute("UPDATE freshet.view_source SET snapshot = '999999999:999999999:'");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("null");
    }

    private void insert(int transactions) {
        Session writer = fixture.session();
        for (int i = 0; i < transactions; i++) {
            writer.execute("INSERT INTO call VALUES (" + i + ")");
        }
    }
}
