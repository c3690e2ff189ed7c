// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** When an entry of the old scheduler fires, in Freshet's words. */
sealed interface Timing {

    /**
     * As keys of a definition.
     *
     * @param remarks where Freshet would do something else
     */
    record Known(SequencedMap<String, Object> keys, List<String> remarks) implements Timing {
        public Known {
            keys = new LinkedHashMap<>(keys);
            remarks = List.copyOf(remarks);
        }

        static Known of(String key, Object value) {
            return new Known(new LinkedHashMap<>(Map.of(key, value)), List.of());
        }
    }

    /**
     * Nothing of Freshet's fires like that.
     *
     * @param why as the end of a sentence that begins with "because"
     */
    record Unknown(String why) implements Timing {}
}
