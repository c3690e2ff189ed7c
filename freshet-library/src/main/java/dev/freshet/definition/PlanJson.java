// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Plans as JSON, and the changes stored with a deployment. */
final class PlanJson {

    private PlanJson() {}

    static ObjectNode tree(Plan plan) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("deployment", plan.deploymentInForce());
        for (PlanAction action : PlanAction.values()) {
            tree.put(action.id(), plan.count(action));
        }
        tree.set("entries", entries(plan.entries()));
        ArrayNode warnings = tree.putArray("warnings");
        plan.warnings().forEach(warnings::add);
        ArrayNode effects = tree.putArray("effects");
        plan.effects().forEach(effects::add);
        return tree;
    }

    static ArrayNode entries(List<PlanEntry> entries) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (PlanEntry entry : entries) {
            ObjectNode tree = array.addObject();
            tree.put("kind", entry.name().kind().id());
            tree.put("name", entry.name().name());
            tree.put("action", entry.action().id());
            ArrayNode changes = tree.putArray("changes");
            for (KeyChange change : entry.changes()) {
                ObjectNode one = changes.addObject().put("key", change.key());
                one.set("before", change.before() == null ? JsonNodeFactory.instance.nullNode() : change.before());
                one.set("after", change.after() == null ? JsonNodeFactory.instance.nullNode() : change.after());
            }
            ArrayNode warnings = tree.putArray("warnings");
            entry.warnings().forEach(warnings::add);
        }
        return array;
    }

    static List<PlanEntry> entries(String json) {
        List<PlanEntry> entries = new ArrayList<>();
        for (JsonNode tree : JsonMapper.shared().readTree(json)) {
            JsonFields fields = new JsonFields(tree);
            List<KeyChange> changes = new ArrayList<>();
            for (JsonNode change : tree.path("changes")) {
                changes.add(new KeyChange(
                        new JsonFields(change).text("key"),
                        change.hasNonNull("before") ? change.get("before") : null,
                        change.hasNonNull("after") ? change.get("after") : null));
            }
            entries.add(new PlanEntry(
                    new DefinitionName(DefinitionKind.of(fields.text("kind")), fields.text("name")),
                    PlanAction.of(fields.text("action")),
                    changes,
                    fields.texts("warnings")));
        }
        return entries;
    }
}
