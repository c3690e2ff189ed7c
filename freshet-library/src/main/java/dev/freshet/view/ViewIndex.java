// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An index of a materialized view.
 *
 * @param quotedName schema and name, quoted for SQL
 * @param definition its DDL; null while the view is locked exclusively
 * @param method {@code btree}, {@code hash}, …
 * @param columns key columns in order; without expressions
 * @param immediate whether uniqueness is checked at each row
 * @param ready whether new rows are put into it
 */
public record ViewIndex(
        String name,
        String quotedName,
        @Nullable String definition,
        String method,
        List<String> columns,
        boolean unique,
        boolean valid,
        boolean ready,
        boolean immediate,
        boolean partial,
        boolean expressions) {

    public ViewIndex {
        columns = List.copyOf(columns);
    }

    /** Why {@code REFRESH … CONCURRENTLY} cannot tell rows apart by it; empty when it can. */
    public Optional<String> whyUnusable() {
        if (!unique) {
            return Optional.of("it is not unique");
        } else if (partial) {
            return Optional.of("it has a WHERE clause");
        } else if (expressions) {
            return Optional.of("it is on an expression instead of plain columns");
        } else if (!method.equals("btree")) {
            return Optional.of("it is not a btree");
        } else if (!immediate) {
            return Optional.of("its uniqueness is checked late (deferrable)");
        } else if (!valid || !ready) {
            return Optional.of("it is not valid: its build failed or still runs");
        }
        return Optional.empty();
    }

    public boolean isUsable() {
        return whyUnusable().isEmpty();
    }

    /** Whether a rebuild would make it usable. */
    boolean isMendable() {
        return (!valid || !ready) && unique && immediate && !partial && !expressions && method.equals("btree");
    }
}
