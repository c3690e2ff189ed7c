// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values by name, in the order they are written.
 *
 * @param label what is named, in the plural
 * @param pattern what a name looks like
 */
record MapType<T>(ValueType<T> element, String label, String pattern) implements ValueType<Map<String, T>> {

    /** Names that charts, SQL and JSON can use without quotes. */
    static final String WORD = "^[A-Za-z][A-Za-z0-9_-]{0,62}$";

    static final String HEADER = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

    @Override
    public @Nullable Map<String, T> read(YamlValue value, Findings findings) {
        if (!value.isMapping()) {
            findings.fault(value, "expected a mapping of " + label + " by name, not " + value.kind(), null, null);
            return null;
        }
        Map<String, T> named = new LinkedHashMap<>();
        List<YamlEntry> entries = YamlMapping.entries(value, findings);
        for (YamlEntry entry : entries) {
            if (!Pattern.matches(pattern, entry.key())) {
                findings.fault(
                        entry.at(),
                        "'" + entry.key() + "' is not a name for one of the " + label,
                        null,
                        "Expected letters, digits, '-' and '_', a letter first.");
                continue;
            }
            T read = element.read(entry.value(), findings);
            if (read != null) {
                named.put(entry.key(), read);
            }
        }
        return named;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = ValueType.schemaOf("object");
        schema.putObject("patternProperties").set(pattern, element.schema());
        schema.put("additionalProperties", false);
        return schema;
    }

    @Override
    public String label() {
        return label + " by name";
    }
}
