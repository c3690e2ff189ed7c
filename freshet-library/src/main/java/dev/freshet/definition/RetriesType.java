// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How often and when a run gets another attempt: a number, or {@code {count: …, backoff: …}}. */
record RetriesType() implements ValueType<RetryPolicy> {

    static final IntegerType COUNT_TYPE = new IntegerType(0, 100);

    static final Key<Integer> COUNT = Key.required("count", COUNT_TYPE, "Further attempts after the first.", "2");
    static final Key<Duration> BACKOFF = Key.withDefault(
            "backoff",
            DurationType.from(Duration.ZERO),
            RetryPolicy.DEFAULT_BACKOFF,
            "Wait before the second attempt; doubled for each further one, with jitter of up to a half.",
            "30s");
    static final Key<Duration> MAX_BACKOFF = Key.withDefault(
            "max-backoff",
            DurationType.from(Duration.ZERO),
            RetryPolicy.DEFAULT_MAX_BACKOFF,
            "The longest wait.",
            "1h");
    static final Key<List<String>> ON = Key.withDefault(
            "on",
            new RetryOnType(),
            RetryPolicy.DEFAULT_ON,
            "Which errors get another attempt.",
            "[transient, lost, \"23505\"]");

    static final Shape SHAPE = Shape.of("retry policy", COUNT, BACKOFF, MAX_BACKOFF, ON);

    @Override
    public @Nullable RetryPolicy read(YamlValue value, Findings findings) {
        if (!value.isMapping()) {
            Integer count = COUNT_TYPE.read(value, findings);
            return count == null
                    ? null
                    : new RetryPolicy(
                            count,
                            RetryPolicy.DEFAULT_BACKOFF,
                            RetryPolicy.DEFAULT_MAX_BACKOFF,
                            RetryPolicy.DEFAULT_ON);
        }
        Fields fields = Fields.of(value, SHAPE, findings);
        Integer count = fields.find(COUNT);
        Duration backoff = fields.value(BACKOFF);
        Duration maxBackoff = fields.value(MAX_BACKOFF);
        if (maxBackoff.compareTo(backoff) < 0) {
            findings.fault(
                    fields.at(fields.has(MAX_BACKOFF) ? MAX_BACKOFF : BACKOFF),
                    "max-backoff (" + Durations.print(maxBackoff) + ") is shorter than backoff ("
                            + Durations.print(backoff) + ")",
                    null,
                    "Raise max-backoff.");
        }
        return count == null ? null : new RetryPolicy(count, backoff, maxBackoff, fields.value(ON));
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("anyOf").add(COUNT_TYPE.schema()).add(SHAPE.schema());
        return schema;
    }

    @Override
    public String label() {
        return COUNT_TYPE.label() + ", or a mapping, see [retries](#retries)";
    }

    @Override
    public String print(RetryPolicy value) {
        return String.valueOf(value.count());
    }
}
