// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A share such as {@code 20%}, read as the number before the sign. */
record PercentType() implements ValueType<Double> {

    private static final String WRITTEN = "^[0-9]{1,3}(\\.[0-9]{1,6})?\\s*%$";
    private static final Pattern COMPILED = Pattern.compile(WRITTEN);

    @Override
    public @Nullable Double read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text != null && COMPILED.matcher(text).matches()) {
            return Double.valueOf(text.substring(0, text.indexOf('%')).strip());
        }
        String written = value.isNull() ? null : value.scalar();
        findings.fault(
                value,
                "expected a share in percent, not " + value.kind(),
                written != null && COMPILED.matcher(written + "%").matches() ? written + "%" : null,
                "Write it as 20%.");
        return null;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", WRITTEN);
    }

    @Override
    public String label() {
        return "percentage";
    }

    @Override
    public String print(Double value) {
        return text(value);
    }

    /** As written in files, without a needless fraction: {@code 20%}. */
    static String text(double percent) {
        return (percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent)) + "%";
    }
}
