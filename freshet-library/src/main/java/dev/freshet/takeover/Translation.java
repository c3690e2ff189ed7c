// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command put in Freshet's words.
 *
 * @param nameHint what the job could be called; not yet unique or valid
 * @param keys further keys of the job that the command's wrappers stand for, for example a timeout
 * @param remarks what a reviewer must know
 */
record Translation(Work work, String nameHint, Map<String, Object> keys, List<String> remarks) {

    Translation {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        remarks = List.copyOf(remarks);
    }

    static Translation of(Work work, String nameHint) {
        return new Translation(work, nameHint, Map.of(), List.of());
    }

    static Translation foreign(String why, String nameHint) {
        return of(new Work.Foreign(why), nameHint);
    }

    boolean isForeign() {
        return work instanceof Work.Foreign;
    }

    Translation with(Map<String, Object> more, List<String> moreRemarks) {
        Map<String, Object> allKeys = new LinkedHashMap<>(keys);
        allKeys.putAll(more);
        List<String> allRemarks = new ArrayList<>(remarks);
        allRemarks.addAll(moreRemarks);
        return new Translation(work, nameHint, allKeys, allRemarks);
    }
}
