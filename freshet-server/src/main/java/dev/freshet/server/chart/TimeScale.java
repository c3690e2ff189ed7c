// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.time.Duration;
import java.time.Instant;

/** Places of moments as per cent of the width. */
record TimeScale(Instant from, Instant to) {

    TimeScale {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("The range from " + from + " to " + to + " is empty");
        }
    }

    Duration length() {
        return Duration.between(from, to);
    }

    /** Not limited to the range. */
    double place(Instant instant) {
        return 100.0 * seconds(Duration.between(from, instant)) / seconds(length());
    }

    /** Limited to the range: 0 to 100. */
    double within(Instant instant) {
        return Math.clamp(place(instant), 0.0, 100.0);
    }

    boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
