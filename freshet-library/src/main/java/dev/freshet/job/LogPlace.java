// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;

/**
 * A place in the log of a run: a line, by attempt and number.
 */
public record LogPlace(int attempt, int number) {

    /** Before the first line. */
    public static final LogPlace START = new LogPlace(0, 0);

    /** Behind the last line. */
    public static final LogPlace END = new LogPlace(Integer.MAX_VALUE, Integer.MAX_VALUE);

    public static LogPlace of(LogLine line) {
        return new LogPlace(line.attempt(), line.number());
    }

    /** From attempt, point, number; nothing is the start. */
    public static LogPlace parse(String text) {
        if (text.isEmpty()) {
            return START;
        }
        String[] parts = text.split("\\.", -1);
        try {
            return new LogPlace(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The place \"" + text + "\" is none of a log; take it from the id of a line, for example 1.57",
                    e);
        }
    }

    /** {@code 1.57}. */
    @Override
    public String toString() {
        return attempt + "." + number;
    }
}
