// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.node.ObjectNode;

/** {@code true} or {@code false}. */
record BooleanType() implements ValueType<Boolean> {

    @Override
    public @Nullable Boolean read(YamlValue value, Findings findings) {
        if (!value.node().getTag().equals(Tag.BOOL)) {
            String scalar = value.scalar();
            String meant = scalar == null
                    ? null
                    : switch (scalar) {
                        case "yes", "on", "Yes", "On", "y", "1" -> "true";
                        case "no", "off", "No", "Off", "n", "0" -> "false";
                        default -> null;
                    };
            findings.fault(value, "expected true or false, not " + value.kind(), meant, null);
            return null;
        }
        return Boolean.valueOf(value.scalar());
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("boolean");
    }

    @Override
    public String label() {
        return "`true` or `false`";
    }
}
