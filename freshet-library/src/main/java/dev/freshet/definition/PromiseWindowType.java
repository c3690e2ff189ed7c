// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A window of a promise: {@code {days: mon-fri, from: "08:00", to: "18:00", target: 5m}}. */
record PromiseWindowType() implements ValueType<PromiseWindow> {

    static final Key<Set<DayOfWeek>> DAYS = Key.withDefault(
            "days", new WeekdaysType(), EnumSet.allOf(DayOfWeek.class), "The days on which it begins.", "mon-fri");
    static final Key<LocalTime> FROM = Key.withDefault(
            "from", new ClockTimeType(), LocalTime.MIDNIGHT, "When it begins, on the wall clock.", "\"08:00\"");
    static final Key<LocalTime> TO = Key.withDefault(
            "to",
            new ClockTimeType(),
            LocalTime.MIDNIGHT,
            "When it ends; on the next day where that is not after `from`.",
            "\"18:00\"");
    static final Key<Duration> TARGET = Key.required(
            "target", DurationType.from(FreshnessType.SHORTEST), "The promised greatest lag within the window.", "5m");

    static final Shape SHAPE = Shape.of("window", DAYS, FROM, TO, TARGET);

    @Override
    public @Nullable PromiseWindow read(YamlValue value, Findings findings) {
        Fields fields = Fields.of(value, SHAPE, findings);
        Duration target = fields.find(TARGET);
        Set<DayOfWeek> days = fields.value(DAYS);
        return target == null ? null : new PromiseWindow(days, fields.value(FROM), fields.value(TO), target);
    }

    @Override
    public ObjectNode schema() {
        return SHAPE.schema();
    }

    @Override
    public String label() {
        return "window";
    }
}
