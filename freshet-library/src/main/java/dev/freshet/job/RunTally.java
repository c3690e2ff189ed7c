// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of a job's runs within some time.
 *
 * @param after whether they began after the moment asked for, or before
 * @param runs how many ended
 * @param failed how many of them failed or were lost
 * @param median of their durations, or null where none started
 */
public record RunTally(
        String job,
        boolean after,
        long runs,
        long failed,
        @Nullable Duration median) {}
