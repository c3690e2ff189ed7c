// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.node.ObjectNode;

/** A list of errors worth another attempt: words, SQLSTATEs and classes of SQLSTATEs. */
record RetryOnType() implements ValueType<List<String>> {

    private static final List<String> WORDS =
            List.of(RetryPolicy.TRANSIENT, RetryPolicy.LOST, RetryPolicy.TIMEOUT, RetryPolicy.ANY);
    private static final String SQL_STATE = "^[0-9A-Z]{2}([0-9A-Z]{3})?$";
    private static final Pattern COMPILED = Pattern.compile(SQL_STATE);

    @Override
    public @Nullable List<String> read(YamlValue value, Findings findings) {
        if (!(value.node() instanceof SequenceNode sequence)
                || sequence.getValue().isEmpty()) {
            findings.fault(
                    value, "expected a list of errors, not " + value.kind(), null, "For example [transient, lost].");
            return null;
        }
        List<String> errors = new ArrayList<>();
        int index = 0;
        for (Node node : sequence.getValue()) {
            YamlValue element = value.element(index++, node);
            // A SQLSTATE such as 40001 is a number to YAML.
            String written = element.isNull() ? null : element.scalar();
            if (written != null
                    && (WORDS.contains(written) || COMPILED.matcher(written).matches())) {
                errors.add(written);
            } else {
                findings.fault(
                        element,
                        "expected an error to retry, not " + element.kind(),
                        written == null ? null : DidYouMean.closest(written, WORDS),
                        "Expected transient, lost, timeout, any, a SQLSTATE or its first two characters.");
            }
        }
        return errors;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = ValueType.schemaOf("array").put("minItems", 1);
        var anyOf = schema.putObject("items").putArray("anyOf");
        var words = anyOf.addObject().putArray("enum");
        WORDS.forEach(words::add);
        anyOf.addObject().put("type", "string").put("pattern", SQL_STATE);
        anyOf.addObject().put("type", "integer");
        return schema;
    }

    @Override
    public String label() {
        return "list of `transient`, `lost`, `timeout`, `any`, SQLSTATEs or their first two characters";
    }

    @Override
    public String print(List<String> value) {
        return "[" + String.join(", ", value) + "]";
    }
}
