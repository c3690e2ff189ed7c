// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/** Reads one view of section {@code views}. */
final class ViewReader {

    private ViewReader() {}

    static ViewDefinition read(String name, YamlValue body, Findings findings) {
        Fields fields = Fields.of(body, ViewKeys.SHAPE, findings);
        return new ViewDefinition(
                name,
                fields.find(ViewKeys.GROUP),
                fields.find(ViewKeys.OWNER),
                fields.find(ViewKeys.FRESHNESS),
                fields.value(ViewKeys.REFRESH),
                ScheduleReader.read(fields),
                fields.find(ViewKeys.TIMEOUT),
                fields.value(ViewKeys.LOCK_TIMEOUT),
                fields.value(ViewKeys.LOCK_RETRIES),
                fields.value(ViewKeys.SHADOW),
                fields.find(ViewKeys.CHANGE_MARKS));
    }
}
