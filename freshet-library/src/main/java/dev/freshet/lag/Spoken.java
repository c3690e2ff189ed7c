// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments and durations as sentences name them; {@code freshet.spoken_moment} says a moment the same way. */
final class Spoken {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Duration TO_THE_MILLISECOND = Duration.ofSeconds(10);

    private Spoken() {}

    static String moment(Instant moment) {
        return MOMENT.format(moment);
    }

    /** To the second where it is long. */
    static String duration(Duration duration) {
        boolean isShort = duration.compareTo(TO_THE_MILLISECOND) < 0;
        return Durations.print(duration.truncatedTo(isShort ? ChronoUnit.MILLIS : ChronoUnit.SECONDS));
    }
}
