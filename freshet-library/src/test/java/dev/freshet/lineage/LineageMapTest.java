// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.definition.Definitions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageMapTest {

    private static final Relation CALL = relation(RelationKind.TABLE, "call");
    private static final Relation REP = relation(RelationKind.TABLE, "rep");
    private static final Relation RECENT = relation(RelationKind.VIEW, "recent");
    private static final Relation BY_REP = relation(RelationKind.MATERIALIZED_VIEW, "by_rep");
    private static final Relation TOP = relation(RelationKind.MATERIALIZED_VIEW, "sales.top");

    private static final String DEFINITIONS = """
        freshet: 1
        views:
          by_rep: { group: hourly }
          sales.top: { after: hourly }
          coming: { freshness: 1h }
        groups:
          hourly: { schedule: "0 * * * *" }
        jobs:
          mail: { type: sql, sql: "select 1", after: sales.top }
          apart: { type: sql, sql: "select 1", schedule: "0 * * * *" }
        """;

    private final LineageMap map = map(DEFINITIONS);

    @Test
    void laysJobsThatFollowViewsOverTheRelations() {
        assertThat(names(map.nodes()))
                .containsExactly("by_rep", "call", "coming", "hourly", "mail", "recent", "rep", "sales.top");
        assertThat(arrows(map.outOf(BY_REP))).containsExactly("by_rep member hourly", "by_rep reads sales.top");
        assertThat(arrows(map.into(TOP)))
                .containsExactly("by_rep reads sales.top", "hourly after sales.top", "rep reads sales.top");
        assertThat(arrows(map.outOf(TOP))).containsExactly("sales.top after mail");
        assertThat(map.cycles()).isEmpty();
    }

    @Test
    void findsANodeByNameWithOrWithoutTheSchemaPublic() {
        assertThat(map.find("public.call")).contains(CALL);
        assertThat(map.find("sales.top")).contains(TOP);
        assertThat(map.find("mail")).contains(new JobNode(false, "mail"));
        assertThat(map.find("apart")).isEmpty();
    }

    @Test
    void keepsOnlyWhatLeadsToANodeAndWhatItLeadsTo() {
        LineageExcerpt around = map.around(RECENT, 10, 100);
        assertThat(names(around.nodes())).containsExactly("by_rep", "call", "hourly", "mail", "recent", "sales.top");
        assertThat(arrows(around.edges())).contains("call reads recent").doesNotContain("rep reads sales.top");
        assertThat(around.total()).isEqualTo(8);
        assertThat(names(map.around(RECENT, 1, 100).nodes())).containsExactly("by_rep", "call", "recent");
        assertThat(names(map.around(RECENT, 10, 2).nodes())).containsExactly("call", "recent");
    }

    @Test
    void keepsWhatIsConnectedWithSomeNodesNearestFirst() {
        assertThat(names(map.near(List.of(TOP), 4).nodes())).containsExactly("by_rep", "hourly", "rep", "sales.top");
        assertThat(names(map.near(List.of(TOP), 100).nodes())).hasSize(7).doesNotContain("coming");
        assertThat(map.whole(100).nodes()).hasSize(8);
        assertThat(map.whole(3).nodes()).hasSize(3);
    }

    @Test
    void tellsOfAViewThatIsRefreshedOnlyAfterWhatReadsIt() {
        LineageMap knotted = map("""
            freshet: 1
            views: { by_rep: { after: mail }, sales.top: { freshness: 1h } }
            jobs: { mail: { type: sql, sql: "select 1", after: sales.top } }
            """);
        assertThat(knotted.cycles()).hasSize(1);
        assertThat(names(knotted.cycles().getFirst())).containsExactly("by_rep", "mail", "sales.top");
    }

    private static LineageMap map(String yaml) {
        Map<Relation, List<Relation>> sources = new LinkedHashMap<>();
        sources.put(RECENT, List.of(CALL));
        sources.put(BY_REP, List.of(RECENT));
        sources.put(TOP, List.of(BY_REP, REP));
        Definitions definitions = DefinitionReader.read(List.of(new DefinitionSource("freshet.yaml", yaml)))
                .orThrow()
                .definitions();
        return new LineageMap(new DependencyGraph(sources), definitions);
    }

    private static List<String> names(List<LineageNode> nodes) {
        return nodes.stream().map(LineageNode::name).toList();
    }

    private static List<String> arrows(List<LineageEdge> edges) {
        return edges.stream()
                .map(edge -> edge.from().name() + " " + edge.kind().id() + " "
                        + edge.to().name())
                .toList();
    }

    private static Relation relation(RelationKind kind, String name) {
        return new Relation(kind, name.hashCode(), name);
    }
}
