// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The strongly connected components of a graph, by Tarjan's algorithm with a stack of its own: a chain of ten thousand views
 * must not end the thread's.
 */
final class Components {

    private static final int UNSEEN = -1;

    private final Digraph<?> graph;
    private final int[] number;
    private final int[] lowest;
    private final int[] tried;
    private final boolean[] onStack;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private final Deque<Integer> path = new ArrayDeque<>();
    private final List<int[]> found = new ArrayList<>();
    private int numbers;

    private Components(Digraph<?> graph) {
        this.graph = graph;
        number = new int[graph.size()];
        Arrays.fill(number, UNSEEN);
        lowest = new int[graph.size()];
        tried = new int[graph.size()];
        onStack = new boolean[graph.size()];
    }

    /** Each component's nodes by their numbers; what a component's arrows lead to comes before it. */
    static List<int[]> of(Digraph<?> graph) {
        Components components = new Components(graph);
        for (int node = 0; node < graph.size(); node++) {
            if (components.number[node] == UNSEEN) {
                components.visit(node);
            }
        }
        return components.found;
    }

    private void visit(int start) {
        enter(start);
        while (!path.isEmpty()) {
            int node = path.getLast();
            int[] next = graph.next(node);
            if (tried[node] < next.length) {
                int target = next[tried[node]++];
                if (number[target] == UNSEEN) {
                    enter(target);
                } else if (onStack[target]) {
                    lowest[node] = Math.min(lowest[node], number[target]);
                }
            } else {
                leave(node);
            }
        }
    }

    private void enter(int node) {
        number[node] = numbers;
        lowest[node] = numbers;
        numbers++;
        stack.addLast(node);
        onStack[node] = true;
        path.addLast(node);
    }

    private void leave(int node) {
        path.removeLast();
        if (!path.isEmpty()) {
            int before = path.getLast();
            lowest[before] = Math.min(lowest[before], lowest[node]);
        }
        if (lowest[node] != number[node]) {
            return;
        }
        List<Integer> members = new ArrayList<>();
        int member;
        do {
            member = stack.removeLast();
            onStack[member] = false;
            members.add(member);
        } while (member != node);
        found.add(members.stream().mapToInt(Integer::intValue).toArray());
    }
}
