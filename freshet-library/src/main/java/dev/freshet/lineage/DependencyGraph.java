// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which relation reads which. Immutable; the order of everything follows the order it was built in. */
public final class DependencyGraph {

    private final Map<Relation, Set<Relation>> sources = new LinkedHashMap<>();

    /**
     * Builds a graph.
     *
     * @param sources each relation with those it reads directly; a relation that is only read may be left out as a key
     */
    public DependencyGraph(Map<Relation, ? extends Collection<Relation>> sources) {
        sources.forEach((relation, reads) -> {
            Set<Relation> others = new LinkedHashSet<>(reads);
            others.remove(relation);
            this.sources.put(relation, others);
        });
        sources.values().forEach(reads -> reads.forEach(read -> this.sources.putIfAbsent(read, Set.of())));
    }

    public Set<Relation> relations() {
        return Set.copyOf(sources.keySet());
    }

    /** The same graph in which some relations also get rows from others. */
    public DependencyGraph with(Map<Relation, Set<Relation>> more) {
        Map<Relation, Set<Relation>> all = new LinkedHashMap<>(sources);
        more.forEach((relation, reads) -> {
            Set<Relation> both = new LinkedHashSet<>(sourcesInOrder(relation));
            both.addAll(reads);
            all.put(relation, both);
        });
        return new DependencyGraph(all);
    }

    /** For walks along the flow of rows: each relation leads to those that read it; nodes by name. */
    Digraph<Relation> readers() {
        Map<Relation, Set<Relation>> readers = new LinkedHashMap<>();
        sources.forEach((reader, reads) -> reads.forEach(read ->
                readers.computeIfAbsent(read, key -> new LinkedHashSet<>()).add(reader)));
        List<Relation> named =
                sources.keySet().stream().sorted(LineageNode.BY_NAME).toList();
        return new Digraph<>(named, readers);
    }

    /** What the relation reads directly. */
    public Set<Relation> sourcesOf(Relation relation) {
        return Set.copyOf(sources.getOrDefault(relation, Set.of()));
    }

    /** What reads the relation directly. */
    public Set<Relation> dependantsOf(Relation relation) {
        Set<Relation> dependants = new LinkedHashSet<>();
        sources.forEach((reader, reads) -> {
            if (reads.contains(relation)) {
                dependants.add(reader);
            }
        });
        return dependants;
    }

    /** What the relation reads directly or through others; contains the relation itself when it is in a cycle. */
    public Set<Relation> allSourcesOf(Relation relation) {
        Set<Relation> seen = new LinkedHashSet<>();
        Deque<Relation> open = new ArrayDeque<>(sourcesInOrder(relation));
        while (!open.isEmpty()) {
            Relation next = open.removeFirst();
            if (seen.add(next)) {
                open.addAll(sourcesInOrder(next));
            }
        }
        return seen;
    }

    /** The graph of these relations alone, in which one reads another if it does so here directly or through others. */
    public DependencyGraph among(Collection<Relation> members) {
        Map<Relation, Set<Relation>> kept = new LinkedHashMap<>();
        for (Relation member : members) {
            Set<Relation> reads = new LinkedHashSet<>(members);
            reads.retainAll(allSourcesOf(member));
            kept.put(member, reads);
        }
        return new DependencyGraph(kept);
    }

    /** Every relation after all it reads; within a cycle, in the order the graph was built in. */
    public List<Relation> inDependencyOrder() {
        Set<Relation> waiting = new LinkedHashSet<>(sources.keySet());
        List<Relation> ordered = new ArrayList<>();
        Set<Relation> placed = new HashSet<>();
        while (!waiting.isEmpty()) {
            Relation next = waiting.stream()
                    .filter(relation -> placed.containsAll(sourcesInOrder(relation)))
                    .findFirst()
                    .orElseGet(() -> waiting.iterator().next());
            waiting.remove(next);
            placed.add(next);
            ordered.add(next);
        }
        return ordered;
    }

    private Set<Relation> sourcesInOrder(Relation relation) {
        return sources.getOrDefault(relation, Set.of());
    }
}
