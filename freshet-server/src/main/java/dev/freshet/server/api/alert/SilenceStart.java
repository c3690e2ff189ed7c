// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.Moments;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a silence is asked for with.
 *
 * @param kind null for every kind
 * @param subject names, * for any characters
 * @param duration {@code 2h}; or else
 * @param until an instant
 */
record SilenceStart(
        @Nullable String kind,
        @Nullable String subject,
        @Nullable String duration,
        @Nullable String until,
        @Nullable String reason) {

    String names() {
        return subject == null ? "" : subject;
    }

    Instant end(Instant now) {
        if ((duration == null) == (until == null)) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A silence needs either a duration or until; expected, for example, {\"subject\": \"settle-*\","
                            + " \"duration\": \"2h\"}");
        }
        if (until != null) {
            return Moments.instant("until", until, ZoneOffset.UTC);
        }
        return now.plus(Durations.find(String.valueOf(duration))
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT, "\"" + duration + "\" is no duration; expected 30m, 2h or 1d")));
    }
}
