// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.log;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of the log; {@code logback.xml} includes the file of the one that {@code FRESHET_LOG_FORMAT} names. */
public final class LogFormat {

    private static final List<String> KNOWN = List.of("text", "json");

    private LogFormat() {}

    /**
     * Refuses a form there is no file for: nothing would be logged.
     *
     * @param chosen or null for the default, {@code text}
     */
    public static void check(@Nullable String chosen) {
        if (chosen != null && !KNOWN.contains(chosen)) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "FRESHET_LOG_FORMAT is \"" + chosen + "\"; it can be one of " + String.join(", ", KNOWN));
        }
    }
}
