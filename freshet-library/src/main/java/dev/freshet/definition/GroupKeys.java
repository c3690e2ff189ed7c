// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of a group. */
final class GroupKeys {

    static final Key<String> OWNER = JobKeys.OWNER;
    static final Key<Integer> PARALLEL = Key.withDefault(
            "parallel",
            new IntegerType(1, 64),
            GroupDefinition.DEFAULT_PARALLEL,
            "How many of its views may be refreshed at once.",
            "2");
    static final Key<OverlapPolicy> OVERLAP = JobKeys.OVERLAP;
    static final Key<CatchUpPolicy> CATCH_UP = JobKeys.CATCH_UP;
    static final Key<Duration> TIMEOUT = Key.optional(
            "timeout", DurationType.timeout(), "no limit", "The longest the refresh of the group may take.", "30m");

    static final Key<Boolean> SHADOW = JobKeys.SHADOW;

    static final Key<Boolean> CHANGE_MARKS = Key.withDefault(
            "change-marks",
            new BooleanType(),
            false,
            "Whether triggers mark the tables its views read when they change, where a view does not say otherwise.",
            "true");

    static final Key<DataTime> DATA_TIME = Key.withDefault(
            "data-time",
            new ChoiceType<>(DataTime.class),
            DataTime.EACH,
            "Whether its views show the data of one instant: with `one` they are refreshed in one transaction, all or"
                    + " none, and change together.",
            "one");

    static final Shape SHAPE = shape();

    private GroupKeys() {}

    private static Shape shape() {
        List<Key<?>> keys = new ArrayList<>(List.of(OWNER));
        keys.addAll(ScheduleKeys.ALL);
        keys.addAll(List.of(PARALLEL, OVERLAP, CATCH_UP, TIMEOUT, DATA_TIME, CHANGE_MARKS, SHADOW));
        return new Shape("group", keys, ScheduleKeys.AT_MOST_ONE_OF, ScheduleKeys.NEEDS, List.of());
    }
}
