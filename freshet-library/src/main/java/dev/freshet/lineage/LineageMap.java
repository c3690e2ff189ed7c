// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.GroupDefinition;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.ScheduleDefinition.After;
import dev.freshet.definition.ViewDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What reads what, and which jobs run before and after views, at one moment: the relations of the catalogs with the definitions
 * laid over them. Immutable; everything is in the order of names.
 */
public final class LineageMap {

    private final Set<LineageNode> nodes = new TreeSet<>(LineageNode.BY_NAME);
    private final Map<LineageNode, List<LineageEdge>> out = new HashMap<>();
    private final Map<LineageNode, List<LineageEdge>> into = new HashMap<>();
    private final Map<String, LineageNode> views = new HashMap<>();
    private final Set<LineageEdge> edges = new LinkedHashSet<>();

    LineageMap(DependencyGraph graph, Definitions definitions) {
        nodes.addAll(graph.relations());
        for (Relation relation : graph.relations()) {
            graph.sourcesOf(relation).forEach(source -> connect(source, relation, LineageEdge.Kind.READS));
            if (relation.kind() == RelationKind.MATERIALIZED_VIEW) {
                views.put(relation.name(), relation);
            }
        }
        addJobs(definitions);
        for (LineageEdge edge : edges) {
            out.computeIfAbsent(edge.from(), key -> new ArrayList<>()).add(edge);
            into.computeIfAbsent(edge.to(), key -> new ArrayList<>()).add(edge);
        }
        out.values().forEach(some -> some.sort((a, b) -> LineageNode.BY_NAME.compare(a.to(), b.to())));
        into.values().forEach(some -> some.sort((a, b) -> LineageNode.BY_NAME.compare(a.from(), b.from())));
    }

    /** Declared views that do not exist yet, and the jobs and groups that some {@code after:} ties to something. */
    private void addJobs(Definitions definitions) {
        Map<String, LineageNode> named = new HashMap<>();
        for (ViewDefinition view : definitions.views()) {
            LineageNode node = views.computeIfAbsent(
                    plain(view.name()), name -> new Relation(RelationKind.MATERIALIZED_VIEW, 0, name));
            nodes.add(node);
            named.put(view.name(), node);
        }
        definitions.groups().forEach(group -> named.put(group.name(), new JobNode(true, group.name())));
        definitions.jobs().forEach(job -> named.put(job.name(), new JobNode(false, job.name())));
        for (JobDefinition job : definitions.allJobs()) {
            LineageNode follower = named.get(job.name());
            LineageNode followed = job.schedule() instanceof After after ? named.get(after.job()) : null;
            if (follower != null && followed != null) {
                connect(followed, follower, LineageEdge.Kind.AFTER);
            }
        }
        for (GroupDefinition group : definitions.groups()) {
            LineageNode node = Objects.requireNonNull(named.get(group.name()));
            if (nodes.contains(node)) {
                group.views().stream()
                        .map(named::get)
                        .filter(Objects::nonNull)
                        .forEach(view -> connect(view, node, LineageEdge.Kind.MEMBER));
            }
        }
    }

    private void connect(LineageNode from, LineageNode to, LineageEdge.Kind kind) {
        nodes.add(from);
        nodes.add(to);
        edges.add(new LineageEdge(from, to, kind));
    }

    /** Every node, by name. */
    public List<LineageNode> nodes() {
        return List.copyOf(nodes);
    }

    /** What leads to a node: what it reads, what it runs after. */
    public List<LineageEdge> into(LineageNode node) {
        return into.getOrDefault(node, List.of());
    }

    /** What a node leads to: what reads it, what runs after it. */
    public List<LineageEdge> outOf(LineageNode node) {
        return out.getOrDefault(node, List.of());
    }

    /** The node of a name, with or without {@code public.} in front; of several, a relation rather than a job. */
    public Optional<LineageNode> find(String name) {
        String plain = plain(name);
        return nodes.stream()
                .filter(node -> node.name().equals(plain))
                .min((a, b) -> Boolean.compare(a instanceof JobNode, b instanceof JobNode));
    }

    /**
     * What depends on itself, each knot with its members: views that read each other through functions, jobs that run after each
     * other, and views refreshed only after what reads them was.
     */
    public List<List<LineageNode>> cycles() {
        Map<LineageNode, List<LineageNode>> arrows = new LinkedHashMap<>();
        edges.stream()
                .filter(edge -> edge.kind() != LineageEdge.Kind.MEMBER)
                .forEach(edge -> arrows.computeIfAbsent(edge.from(), key -> new ArrayList<>())
                        .add(edge.to()));
        return new Digraph<>(nodes, arrows).cycles();
    }

    /**
     * A node with what leads to it and what it leads to, nearest first.
     *
     * @param depth how many steps away at most
     * @param most how many nodes at most
     */
    public LineageExcerpt around(LineageNode centre, int depth, int most) {
        Set<LineageNode> kept = new LinkedHashSet<>(List.of(centre));
        Set<LineageNode> above = new LinkedHashSet<>(kept);
        Set<LineageNode> below = new LinkedHashSet<>(kept);
        Set<LineageNode> upFront = above;
        Set<LineageNode> downFront = below;
        for (int step = 0; step < depth && kept.size() < most && !(upFront.isEmpty() && downFront.isEmpty()); step++) {
            upFront = advance(upFront, above, into, true);
            downFront = advance(downFront, below, out, false);
            kept.addAll(upFront);
            kept.addAll(downFront);
        }
        return excerpt(kept, most);
    }

    /** Everything there is, as far as the limit goes. */
    public LineageExcerpt whole(int most) {
        return excerpt(nodes, most);
    }

    /** Some nodes with whatever is connected with them in any direction, nearest first. */
    public LineageExcerpt near(Collection<? extends LineageNode> first, int most) {
        Set<LineageNode> kept = new LinkedHashSet<>(first);
        kept.retainAll(nodes);
        Set<LineageNode> front = kept;
        while (!front.isEmpty() && kept.size() < most) {
            Set<LineageNode> seen = new LinkedHashSet<>(kept);
            Set<LineageNode> next = advance(front, seen, into, true);
            next.addAll(advance(front, seen, out, false));
            kept.addAll(next);
            front = next;
        }
        return excerpt(kept, most);
    }

    private static Set<LineageNode> advance(
            Set<LineageNode> front, Set<LineageNode> seen, Map<LineageNode, List<LineageEdge>> arrows, boolean up) {
        Set<LineageNode> next = new LinkedHashSet<>();
        for (LineageNode node : front) {
            for (LineageEdge edge : arrows.getOrDefault(node, List.of())) {
                LineageNode other = up ? edge.from() : edge.to();
                if (!seen.contains(other)) {
                    next.add(other);
                }
            }
        }
        seen.addAll(next);
        return next;
    }

    private LineageExcerpt excerpt(Set<LineageNode> wanted, int most) {
        Set<LineageNode> kept = new TreeSet<>(LineageNode.BY_NAME);
        wanted.stream().limit(most).forEach(kept::add);
        List<LineageEdge> between = edges.stream()
                .filter(edge -> kept.contains(edge.from()) && kept.contains(edge.to()))
                .sorted((a, b) -> a.from().equals(b.from())
                        ? LineageNode.BY_NAME.compare(a.to(), b.to())
                        : LineageNode.BY_NAME.compare(a.from(), b.from()))
                .toList();
        return new LineageExcerpt(List.copyOf(kept), between, nodes.size());
    }

    private static String plain(String name) {
        return name.startsWith("public.") ? name.substring("public.".length()) : name;
    }
}
