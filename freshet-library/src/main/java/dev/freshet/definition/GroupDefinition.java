// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Views refreshed together.
 *
 * @param views members in the order they were declared
 * @param parallel how many may be refreshed at once
 * @param shadow whether ticks are only accounted for, without a refresh
 * @param changeMarks whether the sources of its views are marked when they change, where a view does not say otherwise
 * @param dataTime whether its views show the data of one instant
 */
public record GroupDefinition(
        String name,
        @Nullable String owner,
        List<String> views,
        @Nullable ScheduleDefinition schedule,
        int parallel,
        OverlapPolicy overlap,
        CatchUpPolicy catchUp,
        @Nullable Duration timeout,
        boolean shadow,
        boolean changeMarks,
        DataTime dataTime) {

    public static final int DEFAULT_PARALLEL = 1;

    public GroupDefinition {
        views = List.copyOf(views);
    }
}
