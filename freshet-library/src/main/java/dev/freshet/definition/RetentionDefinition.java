// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;

/**
 * How long history is kept; whole partitions (weeks) are dropped, so rows live up to a week longer.
 *
 * @param succeeded runs and attempts that succeeded
 * @param failed runs and attempts that did not, with their logs
 * @param items items of runs, however they ended
 * @param ticks the tick ledger
 * @param refreshes the audit of refreshes
 * @param logs log lines of runs that succeeded
 * @param changes rows that runs changed, before and after
 * @param artifacts files that runs kept, however they ended
 * @param freshness samples of lag, and breaches
 */
public record RetentionDefinition(
        Duration succeeded,
        Duration failed,
        Duration items,
        Duration ticks,
        Duration refreshes,
        Duration logs,
        Duration changes,
        Duration artifacts,
        Duration freshness) {

    public static final RetentionDefinition DEFAULT = new RetentionDefinition(
            Duration.ofDays(30),
            Duration.ofDays(180),
            Duration.ofDays(180),
            Duration.ofDays(90),
            Duration.ofDays(365),
            Duration.ofDays(30),
            Duration.ofDays(30),
            Duration.ofDays(30),
            Duration.ofDays(90));
}
