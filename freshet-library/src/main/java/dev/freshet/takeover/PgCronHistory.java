// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What pg_cron remembers of a job.
 *
 * @param usual the median duration of its successful runs, or null
 * @param lastMessage what the last failure said, or null
 */
record PgCronHistory(
        long jobId,
        long runs,
        long failed,
        Instant first,
        Instant last,
        @Nullable Duration usual,
        @Nullable String lastMessage) {}
