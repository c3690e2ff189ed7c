// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupRefreshPostgresTest {

    private final RefreshFixture fixture = new RefreshFixture();

    @AfterEach
    void dropDatabase() {
        fixture.close();
    }

    @Test
    void refreshesSixOfSevenWhenOneLacksItsIndexAndTheDdlMendsTheSeventh() {
        fixture.withSevenViews();
        fixture.execute("DROP INDEX daily_key");
        RefreshRun run = fixture.run(RefreshFixture.SEVEN.split(",", -1));
        RunOutcome outcome = fixture.handler().run(run);

        assertThat(statuses()).containsExactlyInAnyOrder("success 6", "failed 1");
        RunError error = ((RunOutcome.Failed) outcome).error();
        assertThat(error.message()).startsWith("1 of 7 views failed: daily (daily cannot be refreshed concurrently");
        assertThat(run.lines())
                .anyMatch(line -> line.startsWith("error daily: failed")
                        && line.contains("CREATE UNIQUE INDEX CONCURRENTLY ON public.daily"));
        fixture.execute(Objects.requireNonNull(error.advice()));
        assertThat(fixture.refresh("daily")).isInstanceOf(RunOutcome.Succeeded.class);
    }

    @Test
    void tellsHowFarItIs() {
        fixture.withSevenViews();
        RefreshRun run = fixture.run("landing", "types");
        fixture.handler().run(run);
        assertThat(run.progress()).first().isEqualTo("0/2 landing");
        assertThat(run.progress()).last().asString().startsWith("2/2 ");
    }

    @Test
    void refreshesAfterWhatAViewReadsAlsoThroughAPlainViewAndAFunction() {
        chain();
        fixture.execute("INSERT INTO event VALUES (1000)");
        RefreshRun run = fixture.run("top", "middle", "base");
        assertThat(fixture.handler().run(run)).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(viewsInOrderOfStart()).containsExactly("base", "middle", "top");
        assertThat(fixture.query("SELECT events FROM top")).isEqualTo("1");
        assertThat(fixture.query("SELECT bool_and(f.started_at >= e.completed_at) FROM"
                        + " freshet.materialized_view_refreshes f JOIN freshet.materialized_view_refreshes"
                        + " e ON (e.view_name, f.view_name) IN (('base', 'middle'), ('middle', 'top'))"))
                .isEqualTo("t");
    }

    @Test
    void refreshesWhatReadsAFailedViewAllTheSameAndSaysWhatItLacks() {
        chain();
        fixture.execute("CREATE TABLE divisor (i int); INSERT INTO divisor VALUES (1);"
                + "CREATE MATERIALIZED VIEW fragile AS SELECT 1 / i AS share FROM divisor;"
                + "CREATE MATERIALIZED VIEW reader AS SELECT share FROM fragile; UPDATE divisor SET i = 0");
        RefreshRun run = fixture.run("reader", "fragile");
        RunOutcome outcome = fixture.handler().run(run);
        assertThat(((RunOutcome.Failed) outcome).error().message()).contains("fragile (division by zero)");
        assertThat(fixture.last("reader").status()).isEqualTo(RefreshStatus.SUCCESS);
        assertThat(run.lines()).anyMatch(line -> line.startsWith("warn reader reads fragile, whose refresh failed"));
    }

    private void chain() {
        fixture.execute("""
            CREATE TABLE event (id int);
            CREATE MATERIALIZED VIEW base AS SELECT count(*) AS events FROM event;
            CREATE VIEW between_them AS SELECT events FROM base;
            CREATE MATERIALIZED VIEW middle AS SELECT events FROM between_them;
            CREATE FUNCTION events_so_far() RETURNS bigint LANGUAGE sql STABLE RETURN (SELECT events FROM public.middle);
            CREATE MATERIALIZED VIEW top AS SELECT events_so_far() AS events;
            """);
    }

    private List<String> viewsInOrderOfStart() {
        return fixture
                .freshet()
                .sql()
                .queryAll("SELECT view_name FROM freshet.materialized_view_refreshes ORDER BY started_at")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private List<String> statuses() {
        return fixture
                .freshet()
                .sql()
                .queryAll("SELECT status || ' ' || count(*) FROM freshet.materialized_view_refreshes GROUP BY status")
                .stream()
                .map(String::valueOf)
                .toList();
    }
}
