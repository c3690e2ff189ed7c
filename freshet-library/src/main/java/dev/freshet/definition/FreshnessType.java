// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A promise: a duration, or {@code {target: …, time-zone: …, windows: [{…}]}}. */
record FreshnessType() implements ValueType<FreshnessPromise> {

    static final Duration SHORTEST = Duration.ofSeconds(1);

    static final DurationType DURATION = DurationType.from(SHORTEST);

    static final Key<Duration> TARGET = Key.optional(
            "target",
            DURATION,
            "no promise outside of the windows",
            "The promised greatest lag outside of the windows.",
            "1h");
    static final Key<ZoneId> TIME_ZONE = Key.withDefault(
            "time-zone",
            new ZoneType(),
            ZoneId.of("UTC"),
            "The zone whose wall clock the windows mean.",
            "Europe/Berlin");
    static final Key<List<PromiseWindow>> WINDOWS = Key.withDefault(
            "windows",
            new ListType<>(new PromiseWindowType(), "windows, see [windows](#windows)"),
            List.of(),
            "Times of the week for which something else is promised; where several hold, the strictest counts.",
            "[{days: mon-fri, from: \"08:00\", to: \"18:00\", target: 5m}]");

    static final Shape SHAPE = Shape.of("promise", TARGET, TIME_ZONE, WINDOWS);

    @Override
    public @Nullable FreshnessPromise read(YamlValue value, Findings findings) {
        if (!value.isMapping()) {
            Duration target = DURATION.read(value, findings);
            return target == null ? null : FreshnessPromise.of(target);
        }
        Fields fields = Fields.of(value, SHAPE, findings);
        Duration target = fields.find(TARGET);
        List<PromiseWindow> windows = fields.value(WINDOWS);
        if (target == null && windows.isEmpty()) {
            if (!fields.has(TARGET) && !fields.has(WINDOWS)) {
                findings.fault(
                        value,
                        "the promise lacks a target",
                        null,
                        "For example: {target: 1h}, or simply freshness: 1h");
            }
            return null;
        }
        return windows.isEmpty() && target != null
                ? FreshnessPromise.of(target)
                : new FreshnessPromise(target, fields.value(TIME_ZONE), windows);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("anyOf").add(DURATION.schema()).add(SHAPE.schema());
        return schema;
    }

    @Override
    public String label() {
        return DURATION.label() + ", or a mapping, see [freshness](#freshness)";
    }
}
