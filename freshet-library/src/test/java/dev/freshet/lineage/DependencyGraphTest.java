// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependencyGraphTest {

    private static final Relation EVENT = new Relation(RelationKind.TABLE, 1, "event");
    private static final Relation PLAIN = new Relation(RelationKind.VIEW, 2, "plain");
    private static final Relation BASE = new Relation(RelationKind.MATERIALIZED_VIEW, 3, "base");
    private static final Relation TOP = new Relation(RelationKind.MATERIALIZED_VIEW, 4, "top");
    private static final Relation ALONE = new Relation(RelationKind.MATERIALIZED_VIEW, 5, "alone");

    @Test
    void putsEveryRelationAfterWhatItReads() {
        assertThat(chain().inDependencyOrder()).containsSubsequence(EVENT, BASE, PLAIN, TOP);
    }

    @Test
    void keepsAPathThroughRelationsLeftOut() {
        DependencyGraph views = chain().among(List.of(TOP, ALONE, BASE));
        assertThat(views.sourcesOf(TOP)).containsExactly(BASE);
        assertThat(views.dependantsOf(BASE)).containsExactly(TOP);
        assertThat(views.inDependencyOrder()).containsExactly(ALONE, BASE, TOP);
    }

    @Test
    void endsOnACycle() {
        Map<Relation, List<Relation>> cycle = new LinkedHashMap<>();
        cycle.put(BASE, List.of(TOP));
        cycle.put(TOP, List.of(BASE, EVENT));
        DependencyGraph graph = new DependencyGraph(cycle);
        assertThat(graph.inDependencyOrder()).containsExactlyInAnyOrder(EVENT, BASE, TOP);
        assertThat(graph.allSourcesOf(BASE)).containsExactlyInAnyOrder(TOP, BASE, EVENT);
    }

    private static DependencyGraph chain() {
        Map<Relation, List<Relation>> sources = new LinkedHashMap<>();
        sources.put(TOP, List.of(PLAIN));
        sources.put(PLAIN, List.of(BASE));
        sources.put(BASE, List.of(EVENT));
        sources.put(ALONE, List.of());
        return new DependencyGraph(sources);
    }
}
