// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A number by which something is multiplied, at least and at most so great. */
record FactorType(double min, double max) implements ValueType<Double> {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    @Override
    public @Nullable Double read(YamlValue value, Findings findings) {
        String written = value.text() == null && !value.isNull() ? value.scalar() : null;
        if (written != null && NUMBER.matcher(written).matches()) {
            double number = Double.parseDouble(written);
            if (number >= min && number <= max) {
                return number;
            }
        }
        findings.fault(value, "expected a number from " + min + " to " + max + ", not " + value.kind(), null, null);
        return null;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("number").put("minimum", min).put("maximum", max);
    }

    @Override
    public String label() {
        return "number, " + min + " to " + max;
    }
}
