// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A stored procedure with its arguments: {@code app.settle(:logical_time)}. */
record ProcedureType() implements ValueType<String> {

    private static final Pattern CALL = Pattern.compile("[^\\s(;]+\\s*\\(.*\\)", Pattern.DOTALL);
    private static final Pattern NAME_ONLY = Pattern.compile("[^\\s(;]+");
    private static final TextType TEXT = new TextType("procedure call");

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = TEXT.read(value, findings);
        if (text == null) {
            return null;
        }
        String call = text.strip();
        if (CALL.matcher(call).matches()) {
            return call;
        }
        String meant = call.replaceFirst(";$", "").strip();
        if (meant.toLowerCase(Locale.ROOT).startsWith("call ")) {
            meant = meant.substring("call ".length()).strip();
        }
        meant = NAME_ONLY.matcher(meant).matches() ? meant + "()" : meant;
        findings.fault(
                value,
                "'" + text + "' is not a procedure with its arguments",
                CALL.matcher(meant).matches() ? meant : null,
                "Expected, for example, app.settle(:logical_time), without CALL.");
        return null;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", "^\\s*[^\\s(;]+\\s*\\([\\s\\S]*\\)\\s*$");
    }

    @Override
    public String label() {
        return "procedure call";
    }
}
