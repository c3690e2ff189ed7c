// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** Ten seconds of a table that is written to a thousand times a second, read by ten views that ten others read. */
    @Test
    void asksManyMarksOfAHotTableInTime() {
        List<String> below = IntStream.range(0, 10).mapToObj(i -> "below_" + i).toList();
        List<String> above = IntStream.range(0, 10).mapToObj(i -> "above_" + i).toList();
        fixture.execute("CREATE TABLE hot (id int)");
        below.forEach(
                view -> fixture.execute("CREATE MATERIALIZED VIEW " + view + " AS SELECT count(*) AS n FROM hot"));
        above.forEach(view -> fixture.execute("CREATE MATERIALIZED VIEW " + view + " AS SELECT * FROM "
                + String.join(", ", below).replaceAll("below_(\\d)", "(SELECT n AS n_$1 FROM below_$1) AS b_$1")));
        String[] all = Stream.concat(below.stream(), above.stream()).toArray(String[]::new);
        fixture.mark(all);
        fixture.refresh(all);
        fixture.execute("INSERT INTO freshet.change_mark (source, xact, kind) SELECT 'hot'::regclass, (1000000 +"
                + " i)::text::xid8, 'tripwire' FROM generate_series(1, 10000) i");
        String answer = fixture.session()
                .execute("SET statement_timeout = '20s'")
                .query("""
                    SELECT count(n.pending_at) || ' ' || count(n.actionable_at)
                    FROM (SELECT array_agg(u.view_name) AS readers, array_agg(u.upstream) AS upstreams
                          FROM freshet.upstream_views('{%2$s}') u) e, freshet.refresh_needs('{%1$s}', e.readers, e.upstreams) n
                    """.formatted(String.join(",", all), String.join(",", above)));
        assertThat(answer).isEqualTo("20 10");
    }
}
