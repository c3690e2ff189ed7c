// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A status of HTTP or a class of them: {@code 204}, {@code 2xx}. */
record HttpStatusType() implements ValueType<String> {

    private static final String WRITTEN = "^[1-5]([0-9]{2}|xx)$";
    private static final Pattern COMPILED = Pattern.compile(WRITTEN);

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String written = value.isNull() ? null : value.scalar();
        if (written != null && COMPILED.matcher(written).matches()) {
            return written;
        }
        findings.fault(value, "expected a status of HTTP, not " + value.kind(), null, "Write it as 204 or 2xx.");
        return null;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = ValueType.schemaOf("string");
        schema.remove("type");
        var either = schema.putArray("anyOf");
        either.addObject().put("type", "string").put("pattern", WRITTEN);
        either.addObject().put("type", "integer").put("minimum", 100).put("maximum", 599);
        return schema;
    }

    @Override
    public String label() {
        return "status of HTTP";
    }
}
