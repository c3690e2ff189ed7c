// SPDX-License-Identifier: Apache-2.0
package dev.freshet.event;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that begins.
 *
 * @param jobType {@code sql}, {@code refresh}, …
 * @param trigger why the run exists
 * @param waited from the moment the run could be claimed until it was
 * @param traceParent of whoever asked for the run, or null
 */
public record AttemptBegin(
        long runId,
        long attemptId,
        int attempt,
        String job,
        String jobType,
        String trigger,
        long nodeId,
        Duration waited,
        @Nullable Instant scheduledFor,
        @Nullable Long upstreamRunId,
        @Nullable String traceParent) {}
