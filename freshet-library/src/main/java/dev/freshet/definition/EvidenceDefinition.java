// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;

/**
 * What each run of a job leaves to judge it by.
 *
 * @param metrics in the order they were declared
 * @param checks in the order they were declared
 * @param trackChanges tables whose changes are recorded
 * @param redact paths into payloads and rows, such as {@code customer.email}, whose values are never shown
 */
public record EvidenceDefinition(
        List<MetricDefinition> metrics,
        List<CheckDefinition> checks,
        List<TrackedTable> trackChanges,
        List<String> redact) {

    public static final EvidenceDefinition NONE = new EvidenceDefinition(List.of(), List.of(), List.of(), List.of());

    public EvidenceDefinition {
        metrics = List.copyOf(metrics);
        checks = List.copyOf(checks);
        trackChanges = List.copyOf(trackChanges);
        redact = List.copyOf(redact);
    }
}
