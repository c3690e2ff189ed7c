// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A time on the wall clock, such as {@code 08:30}; {@code 24:00} is the end of the day. */
record ClockTimeType() implements ValueType<LocalTime> {

    private static final String PATTERN = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";
    private static final String END_OF_DAY = "24:00";

    @Override
    public @Nullable LocalTime read(YamlValue value, Findings findings) {
        String written = value.isNull() ? null : value.scalar();
        if (written == null || !written.matches(PATTERN)) {
            findings.fault(
                    value, "expected a time of day, not " + value.kind(), null, "Write it in quotes, as \"08:30\".");
            return null;
        }
        return written.equals(END_OF_DAY) ? LocalTime.MIDNIGHT : LocalTime.parse(written);
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", PATTERN);
    }

    @Override
    public String label() {
        return "time of day";
    }
}
