// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Any text that is not blank. */
record TextType(String label) implements ValueType<String> {

    private static final Pattern NUL = Pattern.compile("\u0000");

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text == null) {
            String scalar = value.isNull() ? null : value.scalar();
            findings.fault(
                    value,
                    "expected text, not " + value.kind(),
                    null,
                    scalar == null ? null : "Put it in quotes: \"" + scalar + "\".");
            return null;
        }
        if (text.isBlank() || NUL.matcher(text).find()) {
            findings.fault(value, "expected text, which must not be blank or hold a NUL character", null, null);
            return null;
        }
        return text;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", "\\S");
    }
}
