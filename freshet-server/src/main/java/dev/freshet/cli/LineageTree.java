// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Prints lineage as trees. What was told once is not told again, so that a tree is no longer than its graph. */
final class LineageTree {

    private final PrintWriter out;
    private final Map<String, JsonNode> nodes = new LinkedHashMap<>();
    private final Map<String, List<JsonNode>> into = new HashMap<>();
    private final Map<String, List<JsonNode>> outOf = new HashMap<>();

    LineageTree(JsonNode lineage, PrintWriter out) {
        this.out = out;
        lineage.get("nodes").forEach(node -> nodes.put(node.get("name").asString(), node));
        for (JsonNode edge : lineage.get("edges")) {
            into.computeIfAbsent(edge.get("to").asString(), name -> new ArrayList<>())
                    .add(edge);
            outOf.computeIfAbsent(edge.get("from").asString(), name -> new ArrayList<>())
                    .add(edge);
        }
    }

    /** One node: what it reads, and what reads it. */
    void printAround(String name) {
        out.println(label(name));
        print("reads", name, into, "from");
        print("is read by", name, outOf, "to");
    }

    /** Everything, as trees from what nothing reads down to the tables; what is only in circles last. */
    void printAll() {
        if (nodes.isEmpty()) {
            out.println("The database has no view, and none is declared.");
        }
        Set<String> told = new HashSet<>();
        for (String name : nodes.keySet()) {
            if (!outOf.containsKey(name)) {
                out.println(label(name));
                branches(name, into, "from", "", told);
            }
        }
        for (String name : nodes.keySet()) {
            if (!told.contains(name) && outOf.containsKey(name) && into.containsKey(name)) {
                out.println(label(name));
                branches(name, into, "from", "", told);
            }
        }
    }

    private void print(String title, String name, Map<String, List<JsonNode>> arrows, String end) {
        out.println(title + (arrows.containsKey(name) ? "" : " nothing"));
        branches(name, arrows, end, "", new HashSet<>());
    }

    private void branches(
            String name, Map<String, List<JsonNode>> arrows, String end, String indent, Set<String> told) {
        told.add(name);
        Collection<JsonNode> edges = arrows.getOrDefault(name, List.of());
        int left = edges.size();
        for (JsonNode edge : edges) {
            boolean last = --left == 0;
            String other = edge.get(end).asString();
            boolean again = told.contains(other) && arrows.containsKey(other);
            out.println(indent + (last ? "└─ " : "├─ ") + label(other) + how(edge) + (again ? " …" : ""));
            if (!told.contains(other)) {
                branches(other, arrows, end, indent + (last ? "   " : "│  "), told);
            }
        }
    }

    private static String how(JsonNode edge) {
        return switch (edge.get("kind").asString()) {
            case "after" -> ", by after:";
            case "member" -> ", as its member";
            default -> "";
        };
    }

    private String label(String name) {
        JsonNode node = nodes.get(name);
        if (node == null) {
            return name;
        }
        String kind = node.get("kind").asString().replace('-', ' ');
        String lag = node.hasNonNull("lag_seconds") ? ", lag " + Human.seconds(node.get("lag_seconds")) : "";
        return name + " (" + kind
                + (node.hasNonNull("status") ? ", " + node.get("status").asString() : "") + lag + ")";
    }
}
