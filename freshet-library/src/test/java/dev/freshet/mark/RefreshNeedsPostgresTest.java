// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the planner of target lags asks of marks. */
class RefreshNeedsPostgresTest {

    private final MarkFixture fixture = new MarkFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void callsAChangeActionableOnceEveryViewBetweenShowsIt() {
        fixture.execute("""
            CREATE TABLE call (id int);
            CREATE MATERIALIZED VIEW one AS SELECT count(*) AS n FROM call; CREATE MATERIALIZED VIEW two AS SELECT max(id) AS n FROM call;
            CREATE MATERIALIZED VIEW above AS SELECT one.n + two.n AS n FROM one, two;
            """);
        fixture.mark("one", "two", "above");
        fixture.refresh("one", "two", "above");
        fixture.execute("INSERT INTO call VALUES (1)");
        assertThat(needs()).isEqualTo("above pending, one pending actionable, two pending actionable");
        fixture.refresh("one");
        assertThat(needs()).isEqualTo("above pending, one, two pending actionable");
        fixture.execute("INSERT INTO call VALUES (2)");
        fixture.refresh("two");
        assertThat(needs()).isEqualTo("above pending actionable, one pending actionable, two");
        fixture.refresh("above");
        assertThat(needs()).isEqualTo("above pending, one pending actionable, two");
    }

    private String needs() {
        return fixture.query("""
            SELECT string_agg(view_name || CASE WHEN pending_at IS NULL THEN '' ELSE ' pending' END
                || CASE WHEN actionable_at IS NULL THEN '' ELSE ' actionable' END, ', ' ORDER BY view_name)
            FROM freshet.refresh_needs('{one,two,above}', '{above,above}', '{one,two}')
            """);
    }

    /** Half a minute of a table that is written to a thousand times a second. */
    @Test
    void asksManyMarksOfAHotTableInTime() {
        int views = 20;
        List<String> names = new ArrayList<>();
        List<String> above = new ArrayList<>();
        fixture.execute("CREATE TABLE hot (id int)");
        for (int i = 0; i < views; i++) {
            fixture.execute("CREATE MATERIALIZED VIEW below_" + i + " AS SELECT count(*) AS n FROM hot");
            fixture.execute("CREATE MATERIALIZED VIEW above_" + i + " AS SELECT n FROM below_" + i);
            names.add("below_" + i);
            above.add("above_" + i);
        }
        names.addAll(above);
        String[] all = names.toArray(String[]::new);
        fixture.mark(all);
        fixture.refresh(all);
        fixture.execute("INSERT INTO freshet.change_mark (source, xact, kind) SELECT 'hot'::regclass, (1000000 +"
                + " i)::text::xid8, 'tripwire' FROM generate_series(1, 30000) i");
        String array = "'{" + String.join(",", names) + "}'";
        String readers = "'{" + String.join(",", above) + "}'";
        String answer = fixture.session()
                .execute("SET statement_timeout = '15s'")
                .query("SELECT count(pending_at) || ' ' || count(actionable_at) FROM freshet.refresh_needs(" + array
                        + ", " + readers + ", " + readers.replace("above", "below") + ")");
        assertThat(answer).isEqualTo(2 * views + " " + views);
    }
}
