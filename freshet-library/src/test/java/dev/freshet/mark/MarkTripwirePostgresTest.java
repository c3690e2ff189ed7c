// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.mark.MarkFixture.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that no trigger tells of. */
class MarkTripwirePostgresTest {

    private static final String MARKS = "SELECT count(*) FROM freshet.change_mark";

    private final MarkFixture fixture = new MarkFixture();

    @BeforeEach
    void createView() {
        fixture.execute(
                "CREATE TABLE call (id int, rep int); CREATE VIEW good AS SELECT * FROM call WHERE id > 0; CREATE"
                        + " MATERIALIZED VIEW total AS SELECT count(*) FROM good; CREATE MATERIALIZED VIEW whole AS"
                        + " SELECT to_jsonb(c) FROM call c");
        fixture.mark("total", "whole");
        fixture.refresh("total", "whole");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void seesALoadForWhichTriggersWereDisabledAndLetsThemFireInEverySessionAgain() {
        fixture.execute(
                "ALTER TABLE call DISABLE TRIGGER ALL; INSERT INTO call SELECT i, i FROM generate_series(1, 100) i;"
                        + "ALTER TABLE call ENABLE TRIGGER ALL");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("call");
        fixture.refresh("total");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        fixture.session().execute("SET session_replication_role = replica").execute("INSERT INTO call VALUES (11, 5)");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void seesThatColumnsWereRenamedOrAdded() {
        fixture.execute("INSERT INTO call VALUES (1, 1)");
        fixture.refresh("total", "whole");
        fixture.execute("ALTER TABLE call RENAME COLUMN rep TO agent");
        fixture.keep();
        assertThat(fixture.pending("whole")).isEqualTo("call");
        fixture.refresh("whole");
        fixture.keep();
        assertThat(fixture.pending("whole")).isEqualTo("nothing");
        fixture.execute("ALTER TABLE call ADD COLUMN seconds int DEFAULT 7");
        fixture.keep();
        assertThat(fixture.pending("whole")).isEqualTo("call");
    }

    @Test
    void seesThatAPartitionWasLeftHalfDetached() {
        fixture.execute(
                "CREATE TABLE day (d int) PARTITION BY LIST (d); CREATE TABLE day_1 PARTITION OF day FOR VALUES IN (1);"
                        + " CREATE TABLE day_2 PARTITION OF day FOR VALUES IN (2); INSERT INTO day VALUES (1), (2);"
                        + " CREATE MATERIALIZED VIEW days AS SELECT count(*) AS n FROM day");
        fixture.mark("total", "whole", "days");
        fixture.refresh("days");
        Session reader = fixture.session().execute("BEGIN").execute("SELECT * FROM day");
        Session detacher = fixture.session().execute("SET statement_timeout = '300ms'");
        assertThatThrownBy(() -> detacher.execute("ALTER TABLE day DETACH PARTITION day_1 CONCURRENTLY"))
                .hasMessageContaining("statement timeout");
        reader.execute("COMMIT");
        assertThat(fixture.difference("days")).isNotEqualTo("0");
        fixture.keep();
        assertThat(fixture.pending("days")).isEqualTo("day");
        fixture.refresh("days");
        assertThat(fixture.pending("days")).isEqualTo("nothing");
        assertThat(fixture.query("SELECT n FROM days")).isEqualTo("1");
    }

    /** As long as a group with one data time is refreshed. */
    @Test
    void seesChangesWhileMarksMayNotBeThrownAway() {
        fixture.execute("INSERT INTO call VALUES (1, 1)");
        fixture.refresh("total");
        Session group = fixture.session().execute("SELECT pg_advisory_lock_shared(1179800323, 3)");
        fixture.execute("CREATE OR REPLACE VIEW good AS SELECT * FROM call WHERE id > 100");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("good");
        fixture.refresh("total", "whole");
        fixture.keep();
        assertThat(fixture.query(MARKS)).isEqualTo("2");
        group.execute("SELECT pg_advisory_unlock_shared(1179800323, 3)");
        fixture.keep();
        assertThat(fixture.query(MARKS)).isEqualTo("0");
    }

    @Test
    void throwsAwayMoreMarksThanItLooksAtAtOnce() {
        fixture.execute(
                "INSERT INTO freshet.change_mark (source, at, kind) SELECT 'call'::regclass, now() + i * interval '1"
                        + " us', 'tripwire' FROM generate_series(1, 45000) i");
        String since = fixture.query("SELECT pending_since FROM freshet.view_lag WHERE view_name = 'total'");
        fixture.keep();
        assertThat(fixture.query(MARKS)).isEqualTo("1");
        assertThat(fixture.query("SELECT pending_since FROM freshet.view_lag WHERE view_name = 'total'"))
                .isEqualTo(since);
    }

    @Test
    void believesNoTransactionFromAnotherServer() {
        fixture.execute("INSERT INTO freshet.change_mark (source, xact) VALUES ('call'::regclass, '900000000');"
                + "UPDATE freshet.source SET tracked_since = '900000000' WHERE name = 'call'");
        fixture.keep();
        assertThat(fixture.query(MARKS)).isEqualTo("0");
        fixture.keep();
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
    }
}
