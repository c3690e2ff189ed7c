// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, newest first.
 *
 * @param job only of this job, or null
 * @param state only in this state, or null
 * @param before only ids below, for the next page, or null
 * @param limit at most so many
 */
public record RunFilter(
        @Nullable String job,
        @Nullable RunState state,
        @Nullable Long before,
        int limit) {}
