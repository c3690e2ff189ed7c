// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.overview;

import dev.freshet.job.RunQueries;
import dev.freshet.job.RunSpan;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the runs of some jobs were, over a stretch of time up to now. What ended stays as it was, so that only what is new is
 * read again: a page that is drawn anew each second does not read a day each second. Thread-safe.
 */
final class RecentRuns {

    /** What ends is visible a little later than its time says: when its transaction is committed. */
    private static final Duration LATEST_COMMIT = Duration.ofMinutes(2);

    private static final Duration WORTH_KEEPING = Duration.ofMinutes(10);

    private final RunQueries queries;
    private final int limit;
    private final Map<Long, RunSpan> known = new HashMap<>();
    private Set<String> jobs = Set.of();
    private Instant readAt = Instant.EPOCH;

    /**
     * Remembers nothing yet.
     *
     * @param limit the newest of a job's runs that are shown
     */
    RecentRuns(RunQueries queries, int limit) {
        this.queries = queries;
        this.limit = limit;
    }

    /** Runs that ended since a moment or have not ended, by job, newest first. */
    synchronized Map<String, List<RunSpan>> read(Session session, Set<String> wanted, Instant since, Instant now) {
        boolean knows = wanted.equals(jobs) && readAt.plus(WORTH_KEEPING).isAfter(now);
        if (!knows) {
            known.clear();
        }
        known.values().removeIf(run -> run.endedAt() == null || run.endedAt().isBefore(since));
        Instant from = knows ? readAt.minus(LATEST_COMMIT) : since;
        queries.listSpans(session, List.copyOf(wanted), from, limit).forEach(run -> known.put(run.id(), run));
        jobs = Set.copyOf(wanted);
        readAt = now;
        return byJob();
    }

    private Map<String, List<RunSpan>> byJob() {
        Map<String, List<RunSpan>> runs = new HashMap<>();
        known.values().stream()
                .sorted(Comparator.comparingLong(RunSpan::id).reversed())
                .forEach(run -> runs.computeIfAbsent(run.job(), job -> new ArrayList<>())
                        .add(run));
        runs.replaceAll((job, all) -> all.size() <= limit ? all : all.subList(0, limit));
        return runs;
    }
}
