// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The address of a database, in which environment variables stand for what is secret. */
record DatabaseUrlType() implements ValueType<String> {

    private static final String WRITTEN = "^(postgres(ql)?://|\\$\\{[A-Za-z_][A-Za-z0-9_]*\\})\\S*$";
    private static final Pattern COMPILED = Pattern.compile(WRITTEN);
    private static final Pattern PASSWORD = Pattern.compile("://[^/@:\\s]*:(?!\\$\\{)[^@/\\s]+@");

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text == null || !COMPILED.matcher(text).matches()) {
            findings.fault(
                    value,
                    "expected the URL of a database"
                            + (text == null || PASSWORD.matcher(text).find() ? "" : ", not " + value.kind()),
                    null,
                    "For example postgresql://freshet:${SHOP_PASSWORD}@db:5432/shop, or ${SHOP_DATABASE_URL}.");
            return null;
        }
        if (PASSWORD.matcher(text).find()) {
            findings.fault(
                    value,
                    "the URL has a password in clear, which everybody who reads the file or its history would know",
                    null,
                    "Put it into an environment variable of the nodes and write ${NAME} in its place.");
            return null;
        }
        return text;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", WRITTEN);
    }

    @Override
    public String label() {
        return "URL of a database";
    }
}
