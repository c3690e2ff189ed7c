// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A whole number in a range. */
record IntegerType(int min, int max) implements ValueType<Integer> {

    @Override
    public @Nullable Integer read(YamlValue value, Findings findings) {
        String written = value.isInteger() ? value.scalar() : null;
        if (written != null && written.matches("[+-]?[0-9]{1,9}")) {
            int number = Integer.parseInt(written);
            if (number >= min && number <= max) {
                return number;
            }
        }
        String text = value.text();
        boolean quoted = text != null && text.matches("[0-9]{1,9}");
        findings.fault(
                value,
                "expected a whole number from " + min + " to " + max + ", not " + value.kind(),
                null,
                quoted ? "Write it without quotes." : null);
        return null;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("integer").put("minimum", min).put("maximum", max);
    }

    @Override
    public String label() {
        return "number, " + min + " to " + max;
    }
}
