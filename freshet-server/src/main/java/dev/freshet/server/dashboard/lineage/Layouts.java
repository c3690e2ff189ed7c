// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

import dev.freshet.server.chart.LayeredLayout;
import dev.freshet.server.chart.LayeredLayout.Arrow;
import dev.freshet.server.chart.LayeredLayout.Box;
import dev.freshet.server.chart.LayeredLayout.Placed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Remembers the last layouts: states change all the time, what reads what hardly ever. Thread-safe. */
@Component
class Layouts {

    private static final int REMEMBERED = 32;

    private final Map<Key, Placed> known = new LinkedHashMap<>(16, 0.75f, true);

    Placed place(List<Box> boxes, List<Arrow> arrows) {
        Key key = new Key(List.copyOf(boxes), List.copyOf(arrows));
        synchronized (known) {
            Placed placed = known.get(key);
            if (placed != null) {
                return placed;
            }
        }
        Placed placed = LayeredLayout.place(key.boxes, key.arrows);
        synchronized (known) {
            known.put(key, placed);
            if (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return placed;
    }

    private record Key(List<Box> boxes, List<Arrow> arrows) {}
}
