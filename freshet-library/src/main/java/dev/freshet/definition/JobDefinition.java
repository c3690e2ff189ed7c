// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job as declared, with defaults filled in.
 *
 * @param name unique among jobs, groups and views
 * @param owner who answers for it, or null
 * @param description one line for people, or null
 * @param schedule when it fires; null when only on demand
 * @param timeout the longest a run may take; null for no limit
 * @param statementTimeout PostgreSQL's {@code statement_timeout} for its session; null for none
 * @param lockTimeout PostgreSQL's {@code lock_timeout} for its session; null for none
 * @param cancelGrace how long a cancelled statement has before its backend is terminated
 * @param slowFactor a run that takes so many times its usual p95 is flagged as slow
 * @param shadow whether ticks are only accounted for, without the work
 * @param evidence metrics, checks and changes of each run
 */
public record JobDefinition(
        String name,
        @Nullable String owner,
        @Nullable String description,
        JobSpec spec,
        @Nullable ScheduleDefinition schedule,
        OverlapPolicy overlap,
        CatchUpPolicy catchUp,
        int catchUpLimit,
        RetryPolicy retries,
        @Nullable Duration timeout,
        @Nullable Duration statementTimeout,
        @Nullable Duration lockTimeout,
        Duration cancelGrace,
        double slowFactor,
        boolean shadow,
        EvidenceDefinition evidence) {

    public static final int DEFAULT_CATCH_UP_LIMIT = 100;
    public static final Duration DEFAULT_CANCEL_GRACE = Duration.ofSeconds(1);

    public static final double DEFAULT_SLOW_FACTOR = 3;

    /** Whether a second run must not run beside the first. */
    public boolean isExclusive() {
        return overlap != OverlapPolicy.ALLOW;
    }
}
