// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Since when pages find the database out of reach, as far as anybody asked. Thread-safe. */
@Component
class Outage {

    /** Nobody looked for so long: whether it was out of reach all the time is not known. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private @Nullable Instant since;
    private @Nullable Instant last;

    /** Notes that it is out of reach, and answers since when. */
    synchronized Instant noted(Instant now) {
        if (since == null || last == null || last.plus(SILENCE).isBefore(now)) {
            since = now;
        }
        last = now;
        return since;
    }

    /** Notes that it answers. */
    synchronized void ended() {
        since = null;
    }
}
