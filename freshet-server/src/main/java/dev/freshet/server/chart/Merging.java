// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Merges what happened close together, so that the number of marks is bounded.
 *
 * <p>The windows are round and lie fast in time: a picture drawn a second later has the same groups, only moved.
 */
final class Merging {

    private static final List<Duration> WINDOWS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(4),
            Duration.ofHours(6),
            Duration.ofHours(8),
            Duration.ofHours(12),
            Duration.ofDays(1));

    private Merging() {}

    /** What lies in one window, in the order given; a group of one stands for itself. */
    record Group<T>(Instant from, Instant to, List<T> members) {

        boolean isMerged() {
            return members.size() > 1;
        }
    }

    /** At most so many groups, by the smallest window that achieves it; what lies before the range counts as at its begin. */
    static <T> List<Group<T>> atMost(int most, List<T> events, Function<T, Instant> at, TimeScale scale) {
        if (events.size() <= most) {
            return events.stream()
                    .map(event -> new Group<>(at.apply(event), at.apply(event), List.of(event)))
                    .toList();
        }
        for (Duration window : WINDOWS) {
            List<Group<T>> groups = byWindow(window, events, at, scale);
            if (groups.size() <= most) {
                return groups;
            }
        }
        return byWindow(scale.length().dividedBy(Math.max(1, most - 2)), events, at, scale);
    }

    /** In windows of at least a part of the width, so that no two marks touch; at most two more groups than parts. */
    static <T> List<Group<T>> across(int parts, List<T> events, Function<T, Instant> at, TimeScale scale) {
        Duration least = scale.length().dividedBy(parts);
        Duration window = WINDOWS.stream()
                .filter(candidate -> candidate.compareTo(least) >= 0)
                .findFirst()
                .orElse(least);
        return byWindow(window, events, at, scale);
    }

    private static <T> List<Group<T>> byWindow(
            Duration window, List<T> events, Function<T, Instant> at, TimeScale scale) {
        TreeMap<Long, List<T>> windows = new TreeMap<>();
        for (T event : events) {
            Instant moment = at.apply(event).isBefore(scale.from()) ? scale.from() : at.apply(event);
            windows.computeIfAbsent(Math.floorDiv(moment.toEpochMilli(), window.toMillis()), key -> new ArrayList<>())
                    .add(event);
        }
        return windows.entrySet().stream()
                .map(entry -> {
                    Instant from = Instant.ofEpochMilli(entry.getKey() * window.toMillis());
                    return new Group<>(from, from.plus(window), List.copyOf(entry.getValue()));
                })
                .toList();
    }
}
