// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A directed graph of nodes numbered in the order they were given, for walks over many nodes. Arrows to nodes that were not
 * given are left out. Immutable.
 */
final class Digraph<N> {

    private static final int[] NOWHERE = {};

    private final List<N> nodes;
    private final Map<N, Integer> places = new HashMap<>();
    private final int[][] next;

    Digraph(Collection<N> nodes, Map<N, ? extends Collection<N>> arrows) {
        this.nodes = List.copyOf(nodes);
        for (int i = 0; i < this.nodes.size(); i++) {
            places.put(this.nodes.get(i), i);
        }
        next = new int[this.nodes.size()][];
        for (int i = 0; i < next.length; i++) {
            Collection<N> targets = arrows.get(this.nodes.get(i));
            next[i] = targets == null ? NOWHERE : placesOf(targets);
        }
    }

    private int[] placesOf(Collection<N> targets) {
        return targets.stream()
                .filter(places::containsKey)
                .mapToInt(this::place)
                .sorted()
                .distinct()
                .toArray();
    }

    int size() {
        return nodes.size();
    }

    List<N> nodes() {
        return nodes;
    }

    N node(int place) {
        return nodes.get(place);
    }

    /** The node's number; -1 where it is not in the graph. */
    int place(N node) {
        return places.getOrDefault(node, -1);
    }

    /** The numbers of the nodes that arrows lead to from here, ascending; not to be changed. */
    int[] next(int place) {
        return next[place];
    }

    /** The same nodes and only those arrows that lie on some way from one node to the other. */
    Digraph<N> between(N from, N to) {
        BitSet useful = reachable(place(from), next);
        useful.and(reachable(place(to), backwards()));
        List<N> kept = useful.stream().mapToObj(nodes::get).toList();
        Map<N, List<N>> arrows = new HashMap<>();
        for (N node : kept) {
            List<N> targets = new ArrayList<>();
            for (int target : next[place(node)]) {
                targets.add(nodes.get(target));
            }
            arrows.put(node, targets);
        }
        return new Digraph<>(kept, arrows);
    }

    /** Whether a way leads from one node to another that touches none of the nodes to avoid. */
    boolean leads(int from, int to, BitSet avoided) {
        BitSet seen = (BitSet) avoided.clone();
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        seen.set(from);
        while (!open.isEmpty()) {
            int node = open.removeLast();
            if (node == to) {
                return true;
            }
            for (int target : next[node]) {
                if (!seen.get(target)) {
                    seen.set(target);
                    open.addLast(target);
                }
            }
        }
        return false;
    }

    private BitSet reachable(int from, int[][] arrows) {
        BitSet seen = new BitSet(nodes.size());
        Deque<Integer> open = new ArrayDeque<>();
        if (from >= 0) {
            seen.set(from);
            open.add(from);
        }
        while (!open.isEmpty()) {
            for (int target : arrows[open.removeLast()]) {
                if (!seen.get(target)) {
                    seen.set(target);
                    open.addLast(target);
                }
            }
        }
        return seen;
    }

    private int[][] backwards() {
        List<List<Integer>> sources = new ArrayList<>();
        nodes.forEach(node -> sources.add(new ArrayList<>()));
        for (int i = 0; i < next.length; i++) {
            for (int target : next[i]) {
                sources.get(target).add(i);
            }
        }
        return sources.stream()
                .map(some -> some.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** The nodes that lead to each other in circles, those of one knot together, in the graph's order. */
    List<List<N>> cycles() {
        List<List<N>> cycles = new ArrayList<>();
        for (int[] component : Components.of(this)) {
            if (component.length > 1) {
                cycles.add(
                        Arrays.stream(component).sorted().mapToObj(nodes::get).toList());
            }
        }
        return cycles;
    }
}
