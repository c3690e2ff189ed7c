// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The name of a job, group or view, which may be schema-qualified.
 *
 * @param label what is named
 */
record NameType(String label) implements ValueType<String> {

    private static final String PART = "[A-Za-z_][A-Za-z0-9_$-]{0,62}";

    static final String PATTERN = "^" + PART + "(\\." + PART + ")?$";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);
    private static final String PUBLIC = "public.";

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text == null) {
            findings.fault(value, "expected the name of a " + label + ", not " + value.kind(), null, null);
            return null;
        }
        return isName(text, value, findings) ? canonical(text) : null;
    }

    /** Whether a text is a name; if not, with a fault. */
    static boolean isName(String text, YamlValue at, Findings findings) {
        if (COMPILED.matcher(text).matches()) {
            return true;
        }
        findings.fault(
                at,
                "'" + text + "' is not a name",
                null,
                "A name is made of letters, digits, '-' and '_', starts with a letter or '_',"
                        + " and may have a schema and a dot in front.");
        return false;
    }

    /** The one spelling of a name: schema {@code public} is left out. */
    static String canonical(String name) {
        return name.startsWith(PUBLIC) ? name.substring(PUBLIC.length()) : name;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", PATTERN);
    }
}
