// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a replay did.
 *
 * @param rows rows read from the file
 * @param added analyses that are new
 * @param present analyses that were there already, from an earlier replay or an earlier row
 * @param rejected rows that could not be read, now in {@code replay_rejects}
 * @param shift what was added to each event time
 * @param lastEventAt the last event time of the file, moved; null when it held no event
 */
public record ReplayReport(
        long rows,
        long added,
        long present,
        long rejected,
        Duration shift,
        @Nullable Instant lastEventAt) {}
