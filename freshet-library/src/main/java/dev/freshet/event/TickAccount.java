// SPDX-License-Identifier: Apache-2.0
package dev.freshet.event;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a tick.
 *
 * @param outcome {@code fired}, {@code merged} or {@code skipped}
 * @param lateness from the tick until it was accounted for
 * @param runId the run that answers for it, or null
 */
public record TickAccount(
        String job,
        Instant scheduledFor,
        String outcome,
        Duration lateness,
        @Nullable Long runId) {}
