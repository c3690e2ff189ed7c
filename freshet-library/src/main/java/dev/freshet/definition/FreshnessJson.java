// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Promises as JSON: {@code "15m"}, or {@code {"target": …, "time-zone": …, "windows": […]}}. {@code freshet.sla_at} reads them. */
public final class FreshnessJson {

    private FreshnessJson() {}

    public static String toJson(FreshnessPromise promise) {
        return tree(promise).toString();
    }

    public static FreshnessPromise promise(String json) {
        return promise(JsonMapper.shared().readTree(json));
    }

    static JsonNode tree(FreshnessPromise promise) {
        Duration target = promise.target();
        if (promise.windows().isEmpty() && target != null) {
            return JsonNodeFactory.instance.stringNode(Durations.print(target));
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        DefinitionJson.putDuration(tree, "target", target);
        tree.put("time-zone", promise.zone().getId());
        var windows = tree.putArray("windows");
        for (PromiseWindow window : promise.windows()) {
            ObjectNode one = windows.addObject();
            var days = one.putArray("days");
            window.days().forEach(day -> days.add(WeekdaysType.word(day)));
            one.put("from", window.from().toString());
            one.put("to", window.to().toString());
            one.put("target", Durations.print(window.target()));
        }
        return tree;
    }

    static FreshnessPromise promise(JsonNode tree) {
        if (tree.isString()) {
            return FreshnessPromise.of(Durations.parse(tree.asString()));
        }
        JsonFields fields = new JsonFields(tree);
        @Nullable Duration target = fields.nullableDuration("target");
        return new FreshnessPromise(
                target,
                ZoneId.of(fields.text("time-zone")),
                fields.objects("windows").stream().map(FreshnessJson::window).toList());
    }

    private static PromiseWindow window(JsonFields fields) {
        Set<java.time.DayOfWeek> days = new HashSet<>();
        fields.texts("days").forEach(day -> days.addAll(WeekdaysType.parse(day)));
        return new PromiseWindow(
                days,
                LocalTime.parse(fields.text("from")),
                LocalTime.parse(fields.text("to")),
                fields.duration("target"));
    }
}
