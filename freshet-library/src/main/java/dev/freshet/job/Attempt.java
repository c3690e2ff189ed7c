// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at a run.
 *
 * @param id the fencing token of everything it wrote
 * @param number from 1
 * @param node the node that carried it out, or null when that is forgotten
 * @param state {@code running}, then {@code succeeded}, {@code failed}, {@code cancelled}, {@code lost} or {@code stopped}
 */
public record Attempt(
        long id,
        long runId,
        int number,
        String state,
        @Nullable String node,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable RunError error) {}
