// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

import dev.freshet.lineage.LineageEdge;
import dev.freshet.lineage.LineageExcerpt;
import dev.freshet.lineage.LineageNode;
import dev.freshet.lineage.Relation;
import dev.freshet.lineage.RelationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts tables together that the same relations read: nobody looks for the one line of forty that is different. */
final class Folding {

    /** As many are still shown one by one. */
    static final int FEW = 3;

    private Folding() {}

    /**
     * What is drawn as one.
     *
     * @param members one, or several tables; by name
     */
    record Bundle(List<LineageNode> members) {

        LineageNode first() {
            return members.getFirst();
        }

        boolean isFolded() {
            return members.size() > 1;
        }
    }

    /**
     * Every node in a bundle, in the order of names.
     *
     * @param apart a node that stays by itself, or null
     */
    static List<Bundle> fold(LineageExcerpt excerpt, @Nullable LineageNode apart, boolean everyTable) {
        Map<LineageNode, Set<LineageNode>> readers = new HashMap<>();
        Set<LineageNode> reading = new TreeSet<>(LineageNode.BY_NAME);
        for (LineageEdge edge : excerpt.edges()) {
            readers.computeIfAbsent(edge.from(), key -> new TreeSet<>(LineageNode.BY_NAME))
                    .add(edge.to());
            reading.add(edge.to());
        }
        Map<Object, List<LineageNode>> bundles = new LinkedHashMap<>();
        for (LineageNode node : excerpt.nodes()) {
            Set<LineageNode> itsReaders = readers.getOrDefault(node, Set.of());
            boolean apartFromOthers = itsReaders.isEmpty() || reading.contains(node) || node.equals(apart);
            Object key = everyTable || apartFromOthers || !isTable(node) ? node : itsReaders;
            bundles.computeIfAbsent(key, some -> new ArrayList<>()).add(node);
        }
        List<Bundle> all = new ArrayList<>();
        for (List<LineageNode> members : bundles.values()) {
            if (members.size() > FEW) {
                all.add(new Bundle(List.copyOf(members)));
            } else {
                members.forEach(member -> all.add(new Bundle(List.of(member))));
            }
        }
        return all;
    }

    static boolean isTable(LineageNode node) {
        return node instanceof Relation relation
                && (relation.kind() == RelationKind.TABLE || relation.kind() == RelationKind.FOREIGN_TABLE);
    }
}
