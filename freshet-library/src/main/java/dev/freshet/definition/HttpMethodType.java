// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The method of an HTTP call. */
record HttpMethodType() implements ValueType<String> {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text != null && METHODS.contains(text)) {
            return text;
        }
        String capitals = text == null ? null : text.toUpperCase(Locale.ROOT);
        findings.fault(
                value,
                "expected an HTTP method, not " + value.kind(),
                METHODS.contains(capitals) ? capitals : null,
                "Expected one of " + String.join(", ", METHODS) + ".");
        return null;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = ValueType.schemaOf("string");
        var words = schema.putArray("enum");
        METHODS.forEach(words::add);
        return schema;
    }

    @Override
    public String label() {
        return "HTTP method";
    }
}
