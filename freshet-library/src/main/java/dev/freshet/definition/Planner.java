// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares what is declared with what is in force. */
final class Planner {

    private Planner() {}

    static Plan plan(
            @Nullable Long deploymentInForce,
            Map<DefinitionName, JsonNode> inForce,
            Map<DefinitionName, JsonNode> declared) {
        List<PlanEntry> entries = new ArrayList<>();
        declared.forEach((name, after) -> {
            JsonNode before = inForce.get(name);
            PlanAction action = before == null
                    ? PlanAction.CREATE
                    : before.equals(after) ? PlanAction.UNCHANGED : PlanAction.CHANGE;
            entries.add(new PlanEntry(name, action, changes(before, after), List.of()));
        });
        inForce.forEach((name, before) -> {
            if (!declared.containsKey(name)) {
                entries.add(new PlanEntry(name, PlanAction.REMOVE, changes(before, null), List.of()));
            }
        });
        return new Plan(deploymentInForce, entries, List.of(), List.of());
    }

    private static List<KeyChange> changes(@Nullable JsonNode before, @Nullable JsonNode after) {
        Map<String, JsonNode> old = flat(before);
        Map<String, JsonNode> now = flat(after);
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        List<KeyChange> changes = new ArrayList<>();
        for (String key : keys) {
            JsonNode was = old.get(key);
            JsonNode is = now.get(key);
            boolean same = was != null && was.equals(is);
            if (!same && !key.equals("name")) {
                changes.add(new KeyChange(key, was, is));
            }
        }
        return changes;
    }

    /** Nested keys with dots; lists stay whole. */
    private static Map<String, JsonNode> flat(@Nullable JsonNode tree) {
        Map<String, JsonNode> flat = new LinkedHashMap<>();
        if (tree != null) {
            flatten("", tree, flat);
        }
        return flat;
    }

    private static void flatten(String prefix, JsonNode tree, Map<String, JsonNode> flat) {
        tree.properties().forEach(property -> {
            String key = prefix + property.getKey();
            if (property.getValue().isObject()) {
                flatten(key + ".", property.getValue(), flat);
            } else {
                flat.put(key, property.getValue());
            }
        });
    }
}
