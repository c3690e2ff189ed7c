// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a job's runs leave to judge them by, as JSON beside the job's other keys; what is empty is left out.
 *
 * <p>Metrics and checks are lists, since {@code jsonb} does not keep the order of keys.
 */
final class EvidenceJson {

    private EvidenceJson() {}

    static void put(ObjectNode tree, EvidenceDefinition evidence) {
        if (!evidence.metrics().isEmpty()) {
            ArrayNode metrics = tree.putArray("metrics");
            evidence.metrics()
                    .forEach(metric ->
                            metrics.addObject().put("name", metric.name()).put("sql", metric.sql()));
        }
        if (!evidence.checks().isEmpty()) {
            ArrayNode checks = tree.putArray("checks");
            evidence.checks()
                    .forEach(check -> checks.addObject()
                            .put("name", check.name())
                            .put("sql", check.sql())
                            .put("on-failure", check.severity().id()));
        }
        if (!evidence.trackChanges().isEmpty()) {
            ArrayNode tables = tree.putArray("track-changes");
            evidence.trackChanges().forEach(table -> put(tables.addObject(), table));
        }
        if (!evidence.redact().isEmpty()) {
            tree.set("redact", DefinitionJson.array(evidence.redact()));
        }
    }

    static EvidenceDefinition evidence(JsonFields fields) {
        return new EvidenceDefinition(
                fields.objects("metrics").stream().map(EvidenceJson::metric).toList(),
                fields.objects("checks").stream().map(EvidenceJson::check).toList(),
                fields.objects("track-changes").stream()
                        .map(EvidenceJson::table)
                        .toList(),
                fields.has("redact") ? fields.texts("redact") : List.of());
    }

    private static MetricDefinition metric(JsonFields fields) {
        return new MetricDefinition(fields.text("name"), fields.text("sql"));
    }

    private static CheckDefinition check(JsonFields fields) {
        return new CheckDefinition(
                fields.text("name"), fields.text("sql"), CheckSeverity.of(fields.text("on-failure")));
    }

    private static void put(ObjectNode tree, TrackedTable table) {
        tree.put("table", table.table()).put("keep", table.keep());
        if (table.holdAbove() != null) {
            tree.put("hold-above", PercentType.text(table.holdAbove()));
        }
        if (table.failAbove() != null) {
            tree.put("fail-above", PercentType.text(table.failAbove()));
        }
    }

    private static TrackedTable table(JsonFields fields) {
        return new TrackedTable(
                fields.text("table"),
                fields.integer("keep"),
                fields.nullablePercent("hold-above"),
                fields.nullablePercent("fail-above"));
    }
}
