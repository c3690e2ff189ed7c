// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list of values of one kind.
 *
 * @param label what it lists, in the plural
 */
record ListType<T>(ValueType<T> element, String label) implements ValueType<List<T>> {

    @Override
    public @Nullable List<T> read(YamlValue value, Findings findings) {
        if (!(value.node() instanceof SequenceNode sequence)) {
            findings.fault(value, "expected a list of " + label + ", not " + value.kind(), null, null);
            return null;
        }
        List<T> elements = new ArrayList<>();
        int index = 0;
        for (Node node : sequence.getValue()) {
            T read = element.read(value.element(index++, node), findings);
            if (read != null) {
                elements.add(read);
            }
        }
        return elements;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = ValueType.schemaOf("array");
        schema.set("items", element.schema());
        return schema;
    }

    @Override
    public String label() {
        return "list of " + label;
    }

    @Override
    public String print(List<T> value) {
        return "[" + String.join(", ", value.stream().map(element::print).toList()) + "]";
    }
}
