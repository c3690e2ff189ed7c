// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.EvidenceDefinition;
import dev.freshet.definition.TrackedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the triggers that record changes are told about a job's tables, as the session's setting. */
final class TrackedTables {

    private TrackedTables() {}

    /** A JSON object by table; empty text where nothing is tracked, so that no trigger works. */
    static String json(EvidenceDefinition evidence) {
        if (evidence.trackChanges().isEmpty()) {
            return "";
        }
        Map<String, Object> tables = new LinkedHashMap<>();
        for (TrackedTable table : evidence.trackChanges()) {
            boolean limited = table.isLimited();
            tables.put(
                    table.table(),
                    Map.of("keep", table.keep(), "limited", limited, "redact", redact(table, evidence.redact())));
        }
        return String.valueOf(RunJson.write(tables));
    }

    /** The paths as they are, and without the table's name in front where they name it. */
    private static List<String> redact(TrackedTable table, List<String> paths) {
        List<String> all = new ArrayList<>(paths);
        String unqualified = table.table().substring(table.table().indexOf('.') + 1);
        for (String path : paths) {
            if (path.startsWith(table.table() + ".")) {
                all.add(path.substring(table.table().length() + 1));
            } else if (path.startsWith(unqualified + ".")) {
                all.add(path.substring(unqualified.length() + 1));
            }
        }
        return all;
    }
}
