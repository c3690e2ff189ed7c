// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.cron.DstPolicy;
import java.time.ZoneId;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Schedules as JSON: {@code {"cron": …, "time-zone": …, "dst": {…}}}, {@code {"every": …}}, {@code {"after": …}}. */
final class ScheduleJson {

    private ScheduleJson() {}

    static ObjectNode tree(ScheduleDefinition schedule) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        switch (schedule) {
            case ScheduleDefinition.Cron cron -> {
                tree.put("cron", cron.expression());
                tree.put("time-zone", cron.zone().getId());
                tree.putObject("dst")
                        .put("gap", id(cron.dst().gap()))
                        .put("overlap", id(cron.dst().overlap()));
            }
            case ScheduleDefinition.Every every -> tree.put("every", Durations.print(every.interval()));
            case ScheduleDefinition.After after -> tree.put("after", after.job());
        }
        return tree;
    }

    static ScheduleDefinition schedule(JsonNode tree) {
        JsonFields fields = new JsonFields(tree);
        if (fields.has("cron")) {
            return new ScheduleDefinition.Cron(
                    fields.text("cron"), ZoneId.of(fields.text("time-zone")), dst(fields.object("dst")));
        }
        if (fields.has("every")) {
            return new ScheduleDefinition.Every(fields.duration("every"));
        }
        return new ScheduleDefinition.After(fields.text("after"));
    }

    static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static DstPolicy dst(JsonFields fields) {
        return new DstPolicy(
                DstPolicy.Gap.valueOf(fields.text("gap").toUpperCase(Locale.ROOT)),
                DstPolicy.Overlap.valueOf(fields.text("overlap").toUpperCase(Locale.ROOT)));
    }
}
