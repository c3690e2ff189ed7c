// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.cron.CronExpression;
import dev.freshet.cron.CronSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A cron expression; a fault points at the character. */
record CronType() implements ValueType<String> {

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text == null) {
            findings.fault(
                    value,
                    "expected a cron expression in quotes, not " + value.kind(),
                    null,
                    "For an interval write 'every: 5m', to follow another job 'after: its-name'.");
            return null;
        }
        try {
            CronExpression.parse(text);
            return text;
        } catch (CronSyntaxException e) {
            String every = Durations.find(text).isPresent() ? "For an interval write 'every: " + text + "'." : null;
            findings.fault(value.placeAt(e.position()), value.path(), String.valueOf(e.getMessage()), null, every);
            return null;
        }
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", "^\\s*(@[a-zA-Z]+|\\S+(\\s+\\S+){4,5})\\s*$");
    }

    @Override
    public String label() {
        return "cron expression";
    }
}
