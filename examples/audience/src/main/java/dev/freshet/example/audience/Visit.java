// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's request to the app: the analysis it made, and what else the app stored for it.
 *
 * @param session the session that began with it, or null when the user had one
 * @param followers what the target's profile, now cached, says
 */
record Visit(Analysis analysis, @Nullable UUID session, int followers) {

    Instant at() {
        return analysis.analyzedAt();
    }
}
