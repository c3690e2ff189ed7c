// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The address of an HTTP call, a template: only its beginning is checked. */
record UrlType() implements ValueType<String> {

    private static final String WRITTEN = "^(https?://\\S+|\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}\\S*)$";
    private static final Pattern COMPILED = Pattern.compile(WRITTEN);

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text != null && COMPILED.matcher(text).matches()) {
            return text;
        }
        findings.fault(
                value,
                "expected a URL, not " + value.kind(),
                null,
                "For example https://billing.example/settle, without spaces.");
        return null;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", WRITTEN);
    }

    @Override
    public String label() {
        return "URL";
    }
}
