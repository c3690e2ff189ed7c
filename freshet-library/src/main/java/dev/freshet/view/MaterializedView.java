// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A materialized view as the catalogs have it.
 *
 * @param name schema-qualified save in schema {@code public}; not quoted
 * @param quotedName schema and name, quoted for SQL
 * @param populated whether it was ever filled
 * @param sizeBytes with indexes; an estimate while a blocking refresh holds the view
 * @param estimatedRows PostgreSQL's estimate; null where it has none yet
 */
public record MaterializedView(
        long oid,
        String name,
        String schema,
        String quotedName,
        String owner,
        boolean populated,
        long sizeBytes,
        @Nullable Long estimatedRows,
        @Nullable String comment,
        List<ViewIndex> indexes) {

    public MaterializedView {
        indexes = List.copyOf(indexes);
    }

    /** The indexes by which a concurrent refresh can tell rows apart. */
    public List<ViewIndex> usableIndexes() {
        return indexes.stream().filter(ViewIndex::isUsable).toList();
    }
}
