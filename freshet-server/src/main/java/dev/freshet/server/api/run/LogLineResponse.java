// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.run;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.LogLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a run's log.
 *
 * @param id its place: attempt, point, number; what {@code after} takes
 */
public record LogLineResponse(String id, int attempt, Instant at, String level, String message) {

    static LogLineResponse of(LogLine line) {
        return new LogLineResponse(
                line.attempt() + "." + line.number(), line.attempt(), line.loggedAt(), line.level(), line.message());
    }

    /** A place in a log. */
    record Place(int attempt, int number) {

        static final Place START = new Place(0, 0);

        static Place parse(@Nullable String after) {
            if (after == null || after.isEmpty()) {
                return START;
            }
            String[] parts = after.split("\\.", -1);
            try {
                return new Place(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The place \"" + after + "\" is none of a log; take it from the id of a line, for example 1.57",
                        e);
            }
        }
    }
}
