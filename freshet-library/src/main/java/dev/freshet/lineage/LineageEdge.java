// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import java.util.Locale;

/** An arrow in the direction in which rows and work go: from what is read to what reads it. */
public record LineageEdge(LineageNode from, LineageNode to, Kind kind) {

    /** What the arrow means. */
    public enum Kind {
        /** The second reads the first. */
        READS,
        /** The first is a view of the second, a group. */
        MEMBER,
        /** The second runs each time the first has succeeded. */
        AFTER;

        /** As shown: {@code reads}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
