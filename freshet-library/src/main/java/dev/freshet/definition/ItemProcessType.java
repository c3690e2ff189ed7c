// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is done with an item: SQL as text, {@code {http: …}} or {@code {handler: …}}. */
record ItemProcessType() implements ValueType<ItemProcess> {

    private static final TextType SQL = new TextType("SQL");

    static final Key<HttpCall> HTTP = Key.optional(
            "http",
            new HttpCallType(),
            "none",
            "A call for each item, with the item's `key` and `payload` for its templates.",
            "{ url: \"https://billing.example/settle\", body: \"{{payload}}\" }");
    static final Key<String> HANDLER = Key.optional(
            "handler", new NameType("handler"), "none", "A Java handler by the name it is registered under.", "settle");

    static final Shape SHAPE =
            new Shape("process", List.of(HTTP, HANDLER), List.of(HTTP, HANDLER), Map.of(), List.of());

    @Override
    public @Nullable ItemProcess read(YamlValue value, Findings findings) {
        if (!value.isMapping()) {
            String sql = SQL.read(value, findings);
            return sql == null ? null : new ItemProcess.Sql(sql);
        }
        Fields fields = Fields.of(value, SHAPE, findings);
        if (!fields.has(HTTP) && !fields.has(HANDLER)) {
            findings.fault(value, "says neither 'http' nor 'handler'", null, "Write SQL as text, or one of them.");
        }
        HttpCall call = fields.find(HTTP);
        String handler = fields.find(HANDLER);
        if (call != null) {
            return new ItemProcess.Http(call);
        }
        return handler == null ? null : new ItemProcess.Handler(handler);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("anyOf").add(SQL.schema()).add(SHAPE.schema());
        return schema;
    }

    @Override
    public String label() {
        return "SQL, or a mapping, see [process](#process)";
    }
}
