// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

import dev.freshet.server.dashboard.ui.Paths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of lineage.
 *
 * @param around the node to look around, or null for everything
 * @param depth how many steps away, or null for all
 * @param everyTable whether tables that are read by the same stay apart
 */
public record LineageWish(@Nullable String around, @Nullable Integer depth, boolean everyTable) {

    /** What can be chosen. */
    public static final List<Integer> DEPTHS = List.of(1, 2, 3);

    static LineageWish of(@Nullable String around, @Nullable String depth, @Nullable String tables) {
        String name = around == null || around.isBlank() ? null : around.strip();
        Integer steps = DEPTHS.stream()
                .filter(known -> known.toString().equals(depth))
                .findFirst()
                .orElse(null);
        return new LineageWish(name, name == null ? null : steps, "all".equals(tables));
    }

    /** This page with every table by itself. */
    public String unfolded() {
        String start = around == null ? "/lineage?" : Paths.lineage(around) + "&";
        return start + (depth == null ? "" : "depth=" + depth + "&") + "tables=all";
    }
}
