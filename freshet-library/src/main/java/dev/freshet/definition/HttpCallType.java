// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An HTTP call as a mapping. */
record HttpCallType() implements ValueType<HttpCall> {

    @Override
    public @Nullable HttpCall read(YamlValue value, Findings findings) {
        Fields fields = Fields.of(value, HttpCallKeys.SHAPE, findings);
        HttpCall call = HttpCallKeys.read(fields);
        if (value.isMapping() && !fields.has(HttpCallKeys.URL)) {
            findings.fault(value, "the HTTP call lacks key 'url'", null, "For example: url: https://example.com/x");
        }
        return call;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = HttpCallKeys.SHAPE.schema();
        schema.putArray("required").add(HttpCallKeys.URL.name());
        return schema;
    }

    @Override
    public String label() {
        return "mapping, see [http-call](#http-call)";
    }
}
