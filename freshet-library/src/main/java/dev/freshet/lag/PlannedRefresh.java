// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is planned for a view that is refreshed for a target lag.
 *
 * @param job what refreshes it
 * @param dueAt when it has to be started at the latest; null while it has nothing new to show
 * @param because for which promise that is, in a sentence, or null
 * @param waitsFor the views it waits for though it is due, or null
 * @param takes from the start of the first view that it reads to its own end
 * @param infeasible why its promise cannot be kept, in a sentence, or null
 */
public record PlannedRefresh(
        String view,
        String job,
        @Nullable Instant dueAt,
        @Nullable String because,
        @Nullable String waitsFor,
        Duration takes,
        @Nullable String infeasible) {}
