// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.run;

import dev.freshet.item.ItemCounts;
import dev.freshet.job.Attempt;
import dev.freshet.job.Backend;
import dev.freshet.job.CheckResult;
import dev.freshet.job.Run;
import dev.freshet.job.RunError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it.
 *
 * @param durationSeconds from its start to its end, null before its end
 * @param itemRunId the run whose items it works on, or null
 * @param items how these stand, or null where it has none or in lists
 * @param reason why it was queued just then, where its trigger does not say, or null
 * @param slowSince since when it takes longer than its job usually does, or null
 * @param waitsFor the sessions that keep its backends waiting; null in lists
 * @param attempts null in lists
 */
public record RunResponse(
        long id,
        String job,
        String state,
        String trigger,
        String actor,
        Map<String, Object> parameters,
        @Nullable Instant scheduledFor,
        Instant logicalTime,
        @Nullable Instant logicalEnd,
        Instant queuedAt,
        Instant availableAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Double durationSeconds,
        int attempt,
        @Nullable String node,
        @Nullable String heldBecause,
        @Nullable String reason,
        @Nullable Instant cancelRequestedAt,
        @Nullable String cancelRequestedBy,
        @Nullable Progress progress,
        @Nullable Long rowsAffected,
        @Nullable RunError error,
        Map<String, Object> metrics,
        @Nullable Long deploymentId,
        @Nullable Long upstreamRunId,
        @Nullable Long retriesRunId,
        @Nullable Long resumesRunId,
        @Nullable Long itemRunId,
        @Nullable Instant stopRequestedAt,
        @Nullable String stopRequestedBy,
        @Nullable ItemCounts items,
        List<CheckResult> checks,
        Map<String, Object> cost,
        @Nullable Instant slowSince,
        boolean awaitsApproval,
        @Nullable String approvedBy,
        @Nullable List<WaitResponse> waitsFor,
        @Nullable Long backfillId,
        @Nullable List<AttemptResponse> attempts) {

    private static final double MILLIS_PER_SECOND = 1000.0;

    public static RunResponse of(Run run) {
        return of(run, null, null, null);
    }

    static RunResponse of(
            Run run, @Nullable List<Attempt> attempts, @Nullable ItemCounts items, @Nullable List<Backend> backends) {
        return new RunResponse(
                run.id(),
                run.job(),
                run.state().id(),
                run.trigger().id(),
                run.actor(),
                run.parameters(),
                run.scheduledFor(),
                run.logicalTime(),
                run.logicalEnd(),
                run.queuedAt(),
                run.availableAt(),
                run.startedAt(),
                run.endedAt(),
                seconds(run.startedAt(), run.endedAt()),
                run.attempt(),
                run.node(),
                run.heldBecause(),
                run.reason(),
                run.cancelRequestedAt(),
                run.cancelRequestedBy(),
                progress(run),
                run.rowsAffected(),
                run.error(),
                run.metrics(),
                run.deploymentId(),
                run.upstreamRunId(),
                run.retriesRunId(),
                run.resumesRunId(),
                run.itemRunId(),
                run.stopRequestedAt(),
                run.stopRequestedBy(),
                items,
                CheckResult.listOf(run.checks()),
                run.costs(),
                run.slowSince(),
                run.awaitsApproval(),
                run.approvedBy(),
                backends == null ? null : WaitResponse.of(backends),
                run.backfillId(),
                attempts == null
                        ? null
                        : attempts.stream().map(AttemptResponse::of).toList());
    }

    private static @Nullable Double seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toMillis() / MILLIS_PER_SECOND;
    }

    private static @Nullable Progress progress(Run run) {
        return run.progressDone() == null
                ? null
                : new Progress(run.progressDone(), run.progressTotal(), run.progressNote());
    }

    /** How far a run has come. */
    public record Progress(
            long done, @Nullable Long total, @Nullable String note) {}

    /** One try at it. */
    public record AttemptResponse(
            int number,
            String state,
            @Nullable String node,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable RunError error) {

        static AttemptResponse of(Attempt attempt) {
            return new AttemptResponse(
                    attempt.number(),
                    attempt.state(),
                    attempt.node(),
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.error());
        }
    }
}
