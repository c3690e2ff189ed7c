// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as stored.
 *
 * @param scheduledFor the tick that fired it, or null
 * @param logicalTime the moment the run is about
 * @param logicalEnd where the stretch of time it is about ends: the next tick or the end of its slice, or null
 * @param attempt how many attempts have begun
 * @param attemptId the attempt in charge, or null before the first
 * @param node name of the node of the last attempt, or null
 * @param heldBecause why a queued run must not start, or null
 * @param parameters values for the job's SQL, by name
 * @param itemRunId the run whose items it works on, itself where it listed them; null where there are none
 * @param checks what the checks said, as JSON, or null before they were asked
 * @param cost what it cost as far as PostgreSQL tells, as JSON, or null
 * @param slowSince since when it takes longer than usual, or null
 * @param awaitsApproval whether it stopped to ask before it changes so much
 * @param traceParent the trace of whoever asked for it, as the W3C header has it, or null
 * @param reason why just then, where what triggered it does not say; or null
 */
public record Run(
        long id,
        String job,
        RunState state,
        Trigger trigger,
        String actor,
        Map<String, Object> parameters,
        @Nullable Instant scheduledFor,
        Instant logicalTime,
        @Nullable Instant logicalEnd,
        Instant queuedAt,
        Instant availableAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int attempt,
        @Nullable Long attemptId,
        @Nullable String node,
        @Nullable String heldBecause,
        @Nullable Instant cancelRequestedAt,
        @Nullable String cancelRequestedBy,
        @Nullable Long progressDone,
        @Nullable Long progressTotal,
        @Nullable String progressNote,
        @Nullable Long rowsAffected,
        @Nullable RunError error,
        Map<String, Object> metrics,
        @Nullable Long deploymentId,
        @Nullable Long upstreamRunId,
        @Nullable Long retriesRunId,
        @Nullable Long resumesRunId,
        @Nullable Long itemRunId,
        @Nullable Long backfillId,
        @Nullable Instant stopRequestedAt,
        @Nullable String stopRequestedBy,
        @Nullable String checks,
        @Nullable String cost,
        @Nullable Instant slowSince,
        boolean awaitsApproval,
        @Nullable String approvedBy,
        @Nullable String traceParent,
        @Nullable String reason) {

    public Run {
        // Not Map.copyOf: a value of JSON may be null.
        parameters = parameters instanceof RunParameters.Unreadable
                ? parameters
                : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** What it cost, by name; empty where nothing is known. */
    public Map<String, Object> costs() {
        return cost == null ? Map.of() : RunJson.map(cost);
    }
}
