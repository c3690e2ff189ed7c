// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.lineage.DependencyGraph;
import dev.freshet.lineage.LineageStore;
import dev.freshet.lineage.Relation;
import dev.freshet.lineage.RelationKind;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which views of a group must come before which.
 *
 * @param views in dependency order; among independent ones, in the order they were declared
 */
record RefreshOrder(List<String> views, Map<String, Set<String>> sources) {

    RefreshOrder {
        views = List.copyOf(views);
        sources = Map.copyOf(sources);
    }

    /** The views of the group that the view reads, directly or through others. */
    Set<String> before(String view) {
        return sources.getOrDefault(view, Set.of());
    }

    /** Reads the order from the catalogs; views that do not exist depend on nothing. */
    static RefreshOrder read(Session session, ViewStore views, LineageStore lineage, List<String> names) {
        Map<Relation, String> nameOf = new LinkedHashMap<>();
        for (String name : names) {
            views.find(session, name)
                    .ifPresent(view ->
                            nameOf.put(new Relation(RelationKind.MATERIALIZED_VIEW, view.oid(), view.name()), name));
        }
        List<Long> oids = nameOf.keySet().stream().map(Relation::oid).toList();
        DependencyGraph graph = lineage.upstreamOf(session, oids).among(nameOf.keySet());
        Set<String> ordered = new LinkedHashSet<>();
        Map<String, Set<String>> sources = new LinkedHashMap<>();
        for (Relation relation : graph.inDependencyOrder()) {
            String name = Objects.requireNonNull(nameOf.get(relation));
            ordered.add(name);
            Set<String> reads = new LinkedHashSet<>();
            graph.sourcesOf(relation).forEach(source -> reads.add(nameOf.getOrDefault(source, source.name())));
            sources.put(name, reads);
        }
        ordered.addAll(names);
        return new RefreshOrder(new ArrayList<>(ordered), sources);
    }
}
