// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** When users come: more in the evening than at night, fewer at weekends (hours of UTC). */
final class Rhythm {

    private static final double[] HOURS = {
        0.45, 0.35, 0.28, 0.25, 0.28, 0.4, 0.6, 0.85, 1.05, 1.15, 1.2, 1.2,
        1.25, 1.2, 1.2, 1.25, 1.3, 1.4, 1.55, 1.65, 1.6, 1.4, 1.0, 0.7
    };

    private Rhythm() {}

    /** How busy an instant is; about 1 on average. */
    static double at(Instant instant) {
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        DayOfWeek day = time.getDayOfWeek();
        boolean weekend = day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
        return HOURS[time.getHour()] * (weekend ? 0.7 : 1.1);
    }
}
