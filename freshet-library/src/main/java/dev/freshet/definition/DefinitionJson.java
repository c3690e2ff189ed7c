// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Definitions as JSON and back, without loss: keys as in the files, every default filled in, what is absent left out. Keys
 * that came with a later version are left out where they have their default, so that an upgrade is no deployment.
 *
 * <p>This is the form stored in {@code freshet.definition.body} and {@code freshet.job.definition}.
 */
public final class DefinitionJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private DefinitionJson() {}

    public static String toJson(JobDefinition job) {
        return tree(job).toString();
    }

    public static String toJson(ViewDefinition view) {
        return tree(view).toString();
    }

    public static String toJson(GroupDefinition group) {
        return tree(group).toString();
    }

    public static String toJson(RetentionDefinition retention) {
        return tree(retention).toString();
    }

    public static String scheduleJson(ScheduleDefinition schedule) {
        return ScheduleJson.tree(schedule).toString();
    }

    public static JobDefinition job(String json) {
        JsonFields fields = fields(json);
        return new JobDefinition(
                fields.text("name"),
                fields.nullableText("owner"),
                fields.nullableText("description"),
                JobSpecJson.spec(fields),
                fields.nullableSchedule(),
                OverlapPolicy.of(fields.text("overlap")),
                CatchUpPolicy.of(fields.text("catch-up")),
                fields.integer("catch-up-limit"),
                retries(fields.object("retries")),
                fields.nullableDuration("timeout"),
                fields.nullableDuration("statement-timeout"),
                fields.nullableDuration("lock-timeout"),
                fields.duration("cancel-grace"),
                fields.has("slow-factor") ? fields.number("slow-factor") : JobDefinition.DEFAULT_SLOW_FACTOR,
                fields.has("shadow") && fields.bool("shadow"),
                EvidenceJson.evidence(fields));
    }

    public static ViewDefinition view(String json) {
        JsonFields fields = fields(json);
        return new ViewDefinition(
                fields.text("name"),
                fields.nullableText("group"),
                fields.nullableText("owner"),
                fields.nullablePromise("freshness"),
                RefreshMode.of(fields.text("refresh")),
                fields.nullableSchedule(),
                fields.nullableDuration("timeout"),
                fields.duration("lock-timeout"),
                fields.integer("lock-retries"),
                fields.has("shadow") && fields.bool("shadow"),
                fields.has("change-marks") ? true : null);
    }

    public static GroupDefinition group(String json) {
        JsonFields fields = fields(json);
        return new GroupDefinition(
                fields.text("name"),
                fields.nullableText("owner"),
                fields.texts("views"),
                fields.nullableSchedule(),
                fields.integer("parallel"),
                OverlapPolicy.of(fields.text("overlap")),
                CatchUpPolicy.of(fields.text("catch-up")),
                fields.nullableDuration("timeout"),
                fields.has("shadow") && fields.bool("shadow"),
                fields.has("change-marks"),
                JobSpecJson.dataTime(fields));
    }

    public static RetentionDefinition retention(String json) {
        JsonFields fields = fields(json);
        return new RetentionDefinition(
                fields.duration("succeeded"),
                fields.duration("failed"),
                fields.has("items") ? fields.duration("items") : RetentionDefinition.DEFAULT.items(),
                fields.duration("ticks"),
                fields.duration("refreshes"),
                fields.duration("logs"),
                // Deployments of the version before do not have them.
                fields.has("changes") ? fields.duration("changes") : RetentionDefinition.DEFAULT.changes(),
                fields.has("artifacts") ? fields.duration("artifacts") : RetentionDefinition.DEFAULT.artifacts(),
                fields.has("freshness") ? fields.duration("freshness") : RetentionDefinition.DEFAULT.freshness());
    }

    public static DatabaseDefinition database(String json) {
        JsonFields fields = fields(json);
        return new DatabaseDefinition(fields.text("name"), fields.text("url"));
    }

    public static ScheduleDefinition schedule(String json) {
        return ScheduleJson.schedule(MAPPER.readTree(json));
    }

    static ObjectNode tree(JobDefinition job) {
        ObjectNode tree = named(job.name(), job.owner());
        putText(tree, "description", job.description());
        tree.put("type", job.spec().type());
        JobSpecJson.put(tree, job.spec());
        putSchedule(tree, job.schedule());
        tree.put("overlap", job.overlap().id());
        tree.put("catch-up", job.catchUp().id());
        tree.put("catch-up-limit", job.catchUpLimit());
        tree.set("retries", tree(job.retries()));
        putDuration(tree, "timeout", job.timeout());
        putDuration(tree, "statement-timeout", job.statementTimeout());
        putDuration(tree, "lock-timeout", job.lockTimeout());
        putDuration(tree, "cancel-grace", job.cancelGrace());
        if (job.slowFactor() != JobDefinition.DEFAULT_SLOW_FACTOR) {
            tree.put("slow-factor", job.slowFactor());
        }
        putShadow(tree, job.shadow());
        EvidenceJson.put(tree, job.evidence());
        return tree;
    }

    static ObjectNode tree(ViewDefinition view) {
        ObjectNode tree = named(view.name(), view.owner());
        putText(tree, "group", view.group());
        if (view.freshness() != null) {
            tree.set("freshness", FreshnessJson.tree(view.freshness()));
        }
        tree.put("refresh", view.refresh().id());
        putSchedule(tree, view.schedule());
        putDuration(tree, "timeout", view.timeout());
        putDuration(tree, "lock-timeout", view.lockTimeout());
        tree.put("lock-retries", view.lockRetries());
        putShadow(tree, view.shadow());
        putChangeMarks(tree, view.marksChanges());
        return tree;
    }

    static ObjectNode tree(GroupDefinition group) {
        ObjectNode tree = named(group.name(), group.owner());
        tree.set("views", array(group.views()));
        putSchedule(tree, group.schedule());
        tree.put("parallel", group.parallel());
        tree.put("overlap", group.overlap().id());
        tree.put("catch-up", group.catchUp().id());
        putDuration(tree, "timeout", group.timeout());
        putShadow(tree, group.shadow());
        putChangeMarks(tree, group.changeMarks());
        JobSpecJson.putDataTime(tree, group.dataTime());
        return tree;
    }

    static ObjectNode tree(DatabaseDefinition database) {
        return named(database.name(), null).put("url", database.url());
    }

    static ObjectNode tree(RetentionDefinition retention) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        putDuration(tree, "succeeded", retention.succeeded());
        putDuration(tree, "failed", retention.failed());
        putDuration(tree, "items", retention.items());
        putDuration(tree, "ticks", retention.ticks());
        putDuration(tree, "refreshes", retention.refreshes());
        putDuration(tree, "logs", retention.logs());
        putDuration(tree, "changes", retention.changes());
        putDuration(tree, "artifacts", retention.artifacts());
        if (!retention.freshness().equals(RetentionDefinition.DEFAULT.freshness())) {
            putDuration(tree, "freshness", retention.freshness());
        }
        return tree;
    }

    private static ObjectNode tree(RetryPolicy retries) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("count", retries.count());
        putDuration(tree, "backoff", retries.backoff());
        putDuration(tree, "max-backoff", retries.maxBackoff());
        tree.set("on", array(retries.on()));
        return tree;
    }

    private static RetryPolicy retries(JsonFields fields) {
        return new RetryPolicy(
                fields.integer("count"),
                fields.duration("backoff"),
                fields.duration("max-backoff"),
                fields.texts("on"));
    }

    private static void putChangeMarks(ObjectNode tree, boolean changeMarks) {
        if (changeMarks) {
            tree.put("change-marks", true);
        }
    }

    private static void putShadow(ObjectNode tree, boolean shadow) {
        if (shadow) {
            tree.put("shadow", true);
        }
    }

    private static JsonFields fields(String json) {
        JsonNode tree = MAPPER.readTree(json);
        return new JsonFields(tree);
    }

    private static ObjectNode named(String name, @Nullable String owner) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("name", name);
        putText(tree, "owner", owner);
        return tree;
    }

    static void putText(ObjectNode tree, String key, @Nullable String value) {
        if (value != null) {
            tree.put(key, value);
        }
    }

    static void putDuration(ObjectNode tree, String key, @Nullable Duration value) {
        if (value != null) {
            tree.put(key, Durations.print(value));
        }
    }

    private static void putSchedule(ObjectNode tree, @Nullable ScheduleDefinition schedule) {
        if (schedule != null) {
            tree.set("schedule", ScheduleJson.tree(schedule));
        }
    }

    static ArrayNode array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
