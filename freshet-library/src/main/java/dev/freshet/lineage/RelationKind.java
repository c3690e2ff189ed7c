// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import java.util.Locale;

/** What a node of the graph is. */
public enum RelationKind {
    TABLE,
    FOREIGN_TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    FUNCTION,
    /** A function whose body is text: what it reads, the catalogs do not know. */
    OPAQUE_FUNCTION;

    /** As shown: {@code materialized-view}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static RelationKind of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
