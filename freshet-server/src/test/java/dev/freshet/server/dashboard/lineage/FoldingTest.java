// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lineage.LineageEdge;
import dev.freshet.lineage.LineageExcerpt;
import dev.freshet.lineage.LineageNode;
import dev.freshet.lineage.Relation;
import dev.freshet.lineage.RelationKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldingTest {

    private static final Relation ONE = relation(RelationKind.VIEW, "one");
    private static final Relation TWO = relation(RelationKind.VIEW, "two");

    @Test
    void foldsTablesOnlyWhereTheSameRelationsReadThemAndTheyAreNotFew() {
        List<LineageEdge> edges = new ArrayList<>();
        for (String table : List.of("a", "b", "c", "d")) {
            edges.add(reads(table, ONE));
        }
        for (String table : List.of("e", "f", "g")) {
            edges.add(reads(table, TWO));
        }
        edges.add(reads("h", ONE));
        edges.add(reads("h", TWO));
        assertThat(fold(edges, null, false)).containsExactly("a+b+c+d", "e", "f", "g", "h", "one", "two");
        assertThat(fold(edges, relation(RelationKind.TABLE, "b"), false)).contains("a", "b", "c", "d");
        assertThat(fold(edges, null, true)).hasSize(10);
    }

    private static List<String> fold(List<LineageEdge> edges, @Nullable LineageNode apart, boolean everyTable) {
        List<LineageNode> nodes = edges.stream()
                .flatMap(edge -> List.of(edge.from(), edge.to()).stream())
                .distinct()
                .sorted(LineageNode.BY_NAME)
                .toList();
        return Folding.fold(new LineageExcerpt(nodes, edges, nodes.size()), apart, everyTable).stream()
                .map(bundle -> String.join(
                        "+", bundle.members().stream().map(LineageNode::name).toList()))
                .toList();
    }

    private static LineageEdge reads(String table, Relation reader) {
        return new LineageEdge(relation(RelationKind.TABLE, table), reader, LineageEdge.Kind.READS);
    }

    private static Relation relation(RelationKind kind, String name) {
        return new Relation(kind, name.hashCode(), name);
    }
}
