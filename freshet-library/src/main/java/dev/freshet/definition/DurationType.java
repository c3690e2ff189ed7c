// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A duration such as {@code 10m}, at least and at most so long. */
record DurationType(Duration min, Duration max) implements ValueType<Duration> {

    /** PostgreSQL keeps its timeouts as 31-bit milliseconds; 24 days fit. */
    static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);

    static final Duration LONGEST = Duration.ofDays(36_500);

    static DurationType from(Duration min) {
        return new DurationType(min, LONGEST);
    }

    static DurationType timeout() {
        return new DurationType(Duration.ofMillis(1), LONGEST_TIMEOUT);
    }

    @Override
    public @Nullable Duration read(YamlValue value, Findings findings) {
        String written = value.isNull() ? null : value.scalar();
        if (written == null) {
            findings.fault(value, "expected a duration, not " + value.kind(), null, "Write it as 90s, 10m or 1h30m.");
            return null;
        }
        Duration duration = Durations.find(written).orElse(null);
        if (duration == null) {
            findings.fault(
                    value,
                    "'" + written + "' is not a duration",
                    Durations.suggestion(written).orElse(null),
                    "Write it as 90s, 10m or 1h30m (units w, d, h, m, s, ms).");
            return null;
        }
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            findings.fault(
                    value,
                    "'" + written + "' is too " + (duration.compareTo(min) < 0 ? "short" : "long") + "; expected "
                            + Durations.print(min) + " to " + Durations.print(max),
                    null,
                    null);
            return null;
        }
        return duration;
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", Durations.PATTERN);
    }

    @Override
    public String label() {
        return "duration, " + (max.equals(LONGEST) ? "at least " + Durations.print(min) : range());
    }

    private String range() {
        return Durations.print(min) + " to " + Durations.print(max);
    }

    @Override
    public String print(Duration value) {
        return Durations.print(value);
    }
}
