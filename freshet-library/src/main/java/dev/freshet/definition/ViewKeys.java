// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of a view. */
final class ViewKeys {

    static final Key<String> GROUP =
            Key.optional("group", new NameType("group"), "none", "The group it is refreshed with.", "audience");
    static final Key<String> OWNER = JobKeys.OWNER;
    static final Key<FreshnessPromise> FRESHNESS = Key.optional(
            "freshness",
            new FreshnessType(),
            "no promise",
            "The promised greatest lag (the SLA); it may differ by the time of the week. Where neither the view nor"
                    + " its group has a schedule, it is also the target: the view is refreshed just in time.",
            "15m");
    static final Key<RefreshMode> REFRESH = Key.withDefault(
            "refresh",
            new ChoiceType<>(RefreshMode.class),
            RefreshMode.AUTO,
            "How it is refreshed: concurrently where possible, only concurrently, with readers waiting, or built"
                    + " beside and put in place of the old one.",
            "concurrently");
    static final Key<Duration> TIMEOUT =
            Key.optional("timeout", DurationType.timeout(), "no limit", "The longest its refresh may take.", "10m");
    static final Key<Duration> LOCK_TIMEOUT = Key.withDefault(
            "lock-timeout",
            DurationType.timeout(),
            ViewDefinition.DEFAULT_LOCK_TIMEOUT,
            "How long one try waits for the view's lock; readers queue behind a refresh that waits.",
            "2s");
    static final Key<Integer> LOCK_RETRIES = Key.withDefault(
            "lock-retries",
            new IntegerType(0, 1_000),
            ViewDefinition.DEFAULT_LOCK_RETRIES,
            "How often it tries again for the lock, with jitter.",
            "5");

    static final Key<Boolean> SHADOW = JobKeys.SHADOW;

    static final Key<Boolean> CHANGE_MARKS = Key.optional(
            "change-marks",
            new BooleanType(),
            "as its group, or `false`",
            "Whether triggers mark the tables it reads when they change: then its lag is measured by what it does not"
                    + " show yet, not by its age.",
            "true");

    static final Shape SHAPE = shape();

    private ViewKeys() {}

    private static Shape shape() {
        List<Key<?>> keys = new ArrayList<>(List.of(GROUP, OWNER, FRESHNESS, REFRESH));
        keys.addAll(ScheduleKeys.ALL);
        keys.addAll(List.of(TIMEOUT, LOCK_TIMEOUT, LOCK_RETRIES, CHANGE_MARKS, SHADOW));
        return new Shape("view", keys, ScheduleKeys.AT_MOST_ONE_OF, ScheduleKeys.NEEDS, List.of("skip-unchanged"));
    }
}
