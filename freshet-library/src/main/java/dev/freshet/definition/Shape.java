// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys a mapping may have.
 *
 * @param title what the mapping describes, for example {@code job}
 * @param atMostOneOf keys of which at most one may be there
 * @param needs keys that mean something only beside another one
 * @param later keys that other versions know, refused by name
 */
record Shape(String title, List<Key<?>> keys, List<Key<?>> atMostOneOf, Map<Key<?>, Key<?>> needs, List<String> later) {

    static Shape of(String title, Key<?>... keys) {
        return new Shape(title, List.of(keys), List.of(), Map.of(), List.of());
    }

    Collection<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    @Nullable
    Key<?> find(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst().orElse(null);
    }

    ObjectNode schema() {
        ObjectNode schema = ValueType.schemaOf("object");
        ObjectNode properties = schema.putObject("properties");
        keys.forEach(key -> properties.set(key.name(), key.schema()));
        schema.put("additionalProperties", false);
        List<? extends Key<?>> required = keys.stream().filter(Key::required).toList();
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(key -> names.add(key.name()));
        }
        if (!atMostOneOf.isEmpty()) {
            exclude(schema.putObject("not").putArray("anyOf"));
        }
        if (!needs.isEmpty()) {
            ObjectNode dependent = schema.putObject("dependentRequired");
            keys.stream()
                    .filter(needs::containsKey)
                    .forEach(key ->
                            dependent.putArray(key.name()).add(needed(key).name()));
        }
        return schema;
    }

    Key<?> needed(Key<?> key) {
        Key<?> other = needs.get(key);
        return other == null ? key : other;
    }

    private void exclude(ArrayNode anyOf) {
        for (int i = 0; i < atMostOneOf.size(); i++) {
            for (int j = i + 1; j < atMostOneOf.size(); j++) {
                ObjectNode both = JsonNodeFactory.instance.objectNode();
                both.putArray("required")
                        .add(atMostOneOf.get(i).name())
                        .add(atMostOneOf.get(j).name());
                anyOf.add(both);
            }
        }
    }
}
