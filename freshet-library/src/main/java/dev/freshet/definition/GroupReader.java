// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;

/** Reads one group of section {@code groups}; its views are those that name it. */
final class GroupReader {

    private GroupReader() {}

    static GroupDefinition read(String name, YamlValue body, Findings findings) {
        Fields fields = Fields.of(body, GroupKeys.SHAPE, findings);
        return new GroupDefinition(
                name,
                fields.find(GroupKeys.OWNER),
                List.of(),
                ScheduleReader.read(fields),
                fields.value(GroupKeys.PARALLEL),
                fields.value(GroupKeys.OVERLAP),
                fields.value(GroupKeys.CATCH_UP),
                fields.find(GroupKeys.TIMEOUT),
                fields.value(GroupKeys.SHADOW),
                fields.value(GroupKeys.CHANGE_MARKS),
                fields.value(GroupKeys.DATA_TIME));
    }
}
