// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The jobs whose runs were over in no time lately, on this node. Of those a node claims some more than it has slots, so
 * that their work does not wait for the next claim.
 */
final class QuickJobs {

    private static final Duration QUICK = Duration.ofMillis(20);
    /** In a row, and none between that took longer. */
    private static final int QUICK_RUNS = 20;

    private final Map<String, Integer> quickInARow = new ConcurrentHashMap<>();

    void ended(String job, Duration worked) {
        if (worked.compareTo(QUICK) > 0) {
            quickInARow.remove(job);
        } else {
            quickInARow.merge(job, 1, (before, one) -> Math.min(QUICK_RUNS, before + one));
        }
    }

    Set<String> names() {
        return quickInARow.entrySet().stream()
                .filter(entry -> entry.getValue() >= QUICK_RUNS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
