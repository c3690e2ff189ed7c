// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run about to be queued.
 *
 * @param logicalTime null for now
 * @param idempotencyKey a second request with the same key for the same job gets the first one's run, or null
 * @param traceParent the trace it belongs to, as the W3C header has it, or null
 * @param logicalEnd where the stretch of time it is about ends, or null
 * @param backfillId the backfill it is a slice of, or null
 * @param reason why just now, where the trigger does not say; or null
 */
public record NewRun(
        String job,
        Trigger trigger,
        String actor,
        Map<String, Object> parameters,
        @Nullable Instant scheduledFor,
        @Nullable Instant logicalTime,
        boolean exclusive,
        @Nullable Long deploymentId,
        @Nullable Long upstreamRunId,
        @Nullable Long retriesRunId,
        @Nullable String idempotencyKey,
        @Nullable String traceParent,
        @Nullable Instant logicalEnd,
        @Nullable Long backfillId,
        @Nullable String reason) {

    public NewRun {
        if (parameters instanceof RunParameters.Unreadable unreadable) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, unreadable.error().message());
        }
        // Not Map.copyOf: a value of JSON may be null.
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A run somebody asked for now. */
    public static NewRun requested(
            Job job,
            Trigger trigger,
            String actor,
            Map<String, Object> parameters,
            @Nullable String idempotencyKey,
            @Nullable String traceParent) {
        return new NewRun(
                job.name(),
                trigger,
                actor,
                parameters,
                null,
                null,
                job.definition().isExclusive(),
                job.deploymentId(),
                null,
                null,
                idempotencyKey,
                traceParent,
                null,
                null,
                null);
    }

    /** A run that does the work of an ended one again. */
    static NewRun retrying(Job job, Run ended, String actor, @Nullable String traceParent) {
        return new NewRun(
                job.name(),
                Trigger.RETRY,
                actor,
                ended.parameters(),
                null,
                ended.logicalTime(),
                job.definition().isExclusive(),
                job.deploymentId(),
                null,
                ended.id(),
                null,
                traceParent,
                ended.logicalEnd(),
                null,
                null);
    }

    /** A run that goes on where an ended one left off; it is linked when it is queued. */
    static NewRun resuming(Job job, Run ended, String actor, @Nullable String traceParent) {
        return new NewRun(
                job.name(),
                Trigger.RETRY,
                actor,
                ended.parameters(),
                null,
                ended.logicalTime(),
                job.definition().isExclusive(),
                job.deploymentId(),
                null,
                null,
                null,
                traceParent,
                ended.logicalEnd(),
                null,
                null);
    }

    /** The same, so that a second request with the key gets this run. */
    NewRun withKey(String key) {
        return new NewRun(
                job,
                trigger,
                actor,
                parameters,
                scheduledFor,
                logicalTime,
                exclusive,
                deploymentId,
                upstreamRunId,
                retriesRunId,
                key,
                traceParent,
                logicalEnd,
                backfillId,
                reason);
    }

    /** A run a tick fired; {@code next} is the tick after it, or null. */
    public static NewRun fired(Job job, Instant tick, @Nullable Instant next) {
        return new NewRun(
                job.name(),
                Trigger.SCHEDULE,
                "schedule",
                Map.of(),
                tick,
                tick,
                job.definition().isExclusive(),
                job.deploymentId(),
                null,
                null,
                null,
                null,
                next,
                null,
                null);
    }

    /** A run that follows another job's success. */
    public static NewRun following(Job job, Instant tick, long upstreamRunId) {
        return new NewRun(
                job.name(),
                Trigger.DEPENDENCY,
                "schedule",
                Map.of(),
                tick,
                tick,
                job.definition().isExclusive(),
                job.deploymentId(),
                upstreamRunId,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** A refresh that is due for a promise to be kept. */
    public static NewRun due(Job job, String reason) {
        return new NewRun(
                job.name(),
                Trigger.FRESHNESS,
                "target lag",
                Map.of(),
                null,
                null,
                job.definition().isExclusive(),
                job.deploymentId(),
                null,
                null,
                null,
                null,
                null,
                null,
                reason);
    }

    /**
     * A slice of a backfill.
     *
     * @param exclusive whether it must not run beside another run of the job
     */
    public static NewRun slice(
            Job job,
            long backfillId,
            String actor,
            Map<String, Object> parameters,
            Instant start,
            Instant end,
            boolean exclusive) {
        return new NewRun(
                job.name(),
                Trigger.BACKFILL,
                actor,
                parameters,
                null,
                start,
                exclusive,
                job.deploymentId(),
                null,
                null,
                null,
                null,
                end,
                backfillId,
                null);
    }
}
