// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.definition.Definitions;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.testing.FreshetDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineagePostgresTest {

    private final FreshetDatabase freshet = FreshetDatabase.create();
    private final Lineage lineage = new Lineage(freshet.database(), Definitions::empty);

    @BeforeEach
    void createViews() {
        freshet.sql().execute("""
            CREATE TABLE call (id int, at date) PARTITION BY RANGE (at);
            CREATE TABLE call_2026 PARTITION OF call FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id);
            CREATE TABLE call_2026_1 PARTITION OF call_2026 FOR VALUES IN (1);
            CREATE TABLE unread (id int);
            CREATE VIEW recent AS SELECT id FROM call;
            CREATE MATERIALIZED VIEW direct AS SELECT id FROM call;
            CREATE FUNCTION best() RETURNS int LANGUAGE sql RETURN (SELECT max(id) FROM recent);
            CREATE FUNCTION guess() RETURNS int LANGUAGE sql AS 'SELECT max(id) FROM public.direct';
            CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * n';
            CREATE MATERIALIZED VIEW top AS SELECT d.id, best() AS best, guess() AS guess, twice(1) AS two FROM direct d, recent;
            """);
    }

    @AfterEach
    void dropDatabase() {
        freshet.close();
    }

    @Test
    void findsEveryWayFromATableToAView() {
        assertThat(paths("call", "public.top"))
                .containsExactly("call > direct > top", "call > recent > best() > top", "call > recent > top");
        assertThat(paths("best()", "top")).containsExactly("best() > top");
        assertThat(paths("call", "best()")).containsExactly("call > recent > best()");
        assertThat(paths("top", "call")).isEmpty();
        assertThat(paths("unread", "top")).isEmpty();
    }

    @Test
    void leadsFromAPartitionThroughTheTableItIsOf() {
        assertThat(paths("call_2026_1", "direct")).containsExactly("call_2026_1 > call_2026 > call > direct");
    }

    @Test
    void tellsFunctionsWhoseBodyNobodyCanReadFromThoseThatReadNothing() {
        assertThat(lineage.map().nodes().stream()
                        .filter(node -> node.name().contains("("))
                        .map(node -> node.kindId() + " " + node.name())
                        .toList())
                .containsExactly("function best()", "opaque-function guess()", "function twice(n integer)");
    }

    @Test
    void leavesFreshetsOwnViewsOut() {
        assertThat(lineage.map().nodes().stream().map(LineageNode::name))
                .noneMatch(name -> name.startsWith("freshet."));
    }

    @Test
    void reportsViewsThatReadEachOtherThroughAFunctionAndStillFindsTheWays() {
        freshet.sql()
                .execute("CREATE OR REPLACE FUNCTION best() RETURNS int LANGUAGE sql"
                        + " RETURN (SELECT max(id) + (SELECT count(*)::int FROM top) FROM recent)");
        List<List<LineageNode>> cycles = lineage.map().cycles();
        assertThat(cycles).hasSize(1);
        assertThat(cycles.getFirst().stream().map(LineageNode::name)).containsExactly("best()", "top");
        assertThat(paths("call", "top")).hasSize(3);
    }

    @Test
    void answersANameNobodyHasWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> lineage.paths("cal", "top", null))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("no table, view or function named cal")
                .hasMessageContaining("Did you mean call?")
                .satisfies(e -> assertThat(((FreshetException) e).code()).isEqualTo(ErrorCode.RELATION_NOT_FOUND));
    }

    @Test
    void knowsATableThatNothingReadsAsANodeOfItsOwn() {
        LineageMap map = lineage.map();
        LineageNode unread = lineage.load(map, "unread");
        assertThat(map.around(unread, 3, 10).nodes()).containsExactly(unread);
    }

    private List<String> paths(String from, String to) {
        SimplePaths paths = lineage.paths(from, to, null);
        List<String> found = new ArrayList<>();
        while (paths.next()) {
            found.add(
                    String.join(" > ", paths.path().stream().map(Relation::name).toList()));
        }
        return found;
    }
}
