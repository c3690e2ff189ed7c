// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.run;

import dev.freshet.job.LogLine;
import dev.freshet.job.LogPlace;
import java.time.Instant;

/**
 * A line of a run's log.
 *
 * @param id its place: attempt, point, number; what {@code after} takes
 */
public record LogLineResponse(String id, int attempt, Instant at, String level, String message) {

    static LogLineResponse of(LogLine line) {
        return new LogLineResponse(
                LogPlace.of(line).toString(), line.attempt(), line.loggedAt(), line.level(), line.message());
    }
}
