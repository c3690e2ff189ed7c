// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.RetryPolicy;
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

    /** Only of jobs that get another attempt: when the node dies, what it had claimed ahead is lost like what it worked on. */
    void ended(JobDefinition job, Duration worked) {
        if (worked.compareTo(QUICK) > 0 || !survivesLoss(job.retries())) {
            quickInARow.remove(job.name());
        } else {
            quickInARow.merge(job.name(), 1, (before, one) -> Math.min(QUICK_RUNS, before + one));
        }
    }

    private static boolean survivesLoss(RetryPolicy retries) {
        return retries.count() > 0
                && (retries.on().contains(RetryPolicy.LOST) || retries.on().contains(RetryPolicy.ANY));
    }

    Set<String> names() {
        return quickInARow.entrySet().stream()
                .filter(entry -> entry.getValue() >= QUICK_RUNS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
