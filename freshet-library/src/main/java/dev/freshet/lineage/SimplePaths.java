// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every way from one relation to another that meets no relation twice, one after the other: depth first, each step undone when
 * nothing is left behind it.
 *
 * <p>There may be millions of paths, so nothing is kept but the one at hand. A step is taken only when the target can still be
 * reached from there without what is on the path already; hence every step leads to a path, and the next one is never far.
 * Where no cycle is near that needs no look: whatever blocks the way from a node leads to the node, and is led to by it.
 *
 * <p>Confined to one thread.
 */
public final class SimplePaths {

    private final Digraph<Relation> graph;
    private final int target;
    private final BitSet inCycle;
    private final String fingerprint;
    /** The nodes of the path, and at each the position of the arrow taken. */
    private final int[] path;

    private final int[] taken;
    private final BitSet onPath;
    private int length;
    private boolean started;

    private SimplePaths(Digraph<Relation> graph, int target) {
        this.graph = graph;
        this.target = target;
        fingerprint = PathCursor.fingerprint(graph);
        inCycle = new BitSet(graph.size());
        Components.of(graph).stream().filter(members -> members.length > 1).forEach(members -> {
            for (int member : members) {
                inCycle.set(member);
            }
        });
        path = new int[graph.size()];
        taken = new int[graph.size()];
        onPath = new BitSet(graph.size());
    }

    /**
     * The paths from one relation to another, along what reads what.
     *
     * @param readers each relation with those that read it
     * @param cursor where to go on, as {@link #cursor} told; null to begin
     */
    static SimplePaths of(Digraph<Relation> readers, Relation from, Relation to, @Nullable String cursor) {
        Digraph<Relation> between = readers.between(from, to);
        SimplePaths paths = new SimplePaths(between, between.place(to));
        if (between.place(from) < 0) {
            paths.started = true;
        } else if (cursor == null) {
            paths.push(between.place(from));
        } else {
            paths.goOn(between.place(from), PathCursor.read(cursor, paths.fingerprint));
        }
        return paths;
    }

    /** Goes to the next path; false when there is none any more. */
    public boolean next() {
        if (started && length > 0) {
            pop();
        }
        started = true;
        while (length > 0) {
            int node = path[length - 1];
            if (node == target) {
                return true;
            }
            int step = step(node);
            if (step < 0) {
                pop();
            } else {
                push(step);
            }
        }
        return false;
    }

    /** The path at hand, from the first relation to the last. */
    public List<Relation> path() {
        List<Relation> relations = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            relations.add(graph.node(path[i]));
        }
        return relations;
    }

    /** Where to go on after the path at hand. */
    public String cursor() {
        return PathCursor.write(fingerprint, taken, length - 1);
    }

    /** The next arrow from a node that leads on to the target; -1 when none is left. */
    private int step(int node) {
        int[] next = graph.next(node);
        while (++taken[length - 1] < next.length) {
            int step = next[taken[length - 1]];
            if (!onPath.get(step) && (!inCycle.get(step) || graph.leads(step, target, onPath))) {
                return step;
            }
        }
        return -1;
    }

    private void goOn(int from, List<Integer> steps) {
        push(from);
        for (int step : steps) {
            int node = path[length - 1];
            int[] next = graph.next(node);
            if (step < 0 || step >= next.length || onPath.get(next[step])) {
                throw PathCursor.foreign();
            }
            taken[length - 1] = step;
            push(next[step]);
        }
        if (path[length - 1] != target) {
            throw PathCursor.foreign();
        }
        started = true;
    }

    private void push(int node) {
        path[length] = node;
        taken[length] = -1;
        onPath.set(node);
        length++;
    }

    private void pop() {
        length--;
        onPath.clear(path[length]);
    }
}
