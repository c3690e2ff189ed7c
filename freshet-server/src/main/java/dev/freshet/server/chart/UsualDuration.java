// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What runs usually take, and the scale on which they can be compared. */
record UsualDuration(Duration least, Duration median, Duration p95, Duration most) {

    /** Above this ratio of the longest to the median, a linear scale shows one bar and nothing else. */
    private static final double RATIO_FOR_LOGARITHMS = 50;
    /** A bar that is so many times the p95 is cut off. */
    private static final double RATIO_FOR_CUTTING = 3;
    /** A limit that is farther above all bars than this is named, not drawn. */
    private static final double RATIO_FOR_LIMITS = 2;

    static UsualDuration of(List<Duration> durations) {
        if (durations.isEmpty()) {
            return new UsualDuration(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        }
        List<Duration> sorted = durations.stream().sorted().toList();
        return new UsualDuration(sorted.getFirst(), rank(sorted, 0.5), rank(sorted, 0.95), sorted.getLast());
    }

    /** Nearest rank: a duration that was measured, not one between two. */
    private static Duration rank(List<Duration> sorted, double share) {
        return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
    }

    boolean isLogarithmic() {
        return median.toMillis() > 0 && TimeScale.seconds(most) / TimeScale.seconds(median) > RATIO_FOR_LOGARITHMS;
    }

    DurationScale scale(List<Duration> limits, double head, double foot) {
        Duration top = most;
        if (!isLogarithmic() && !p95.isZero() && TimeScale.seconds(most) > RATIO_FOR_CUTTING * TimeScale.seconds(p95)) {
            top = p95.multipliedBy(3).dividedBy(2);
        }
        double near = TimeScale.seconds(top) * RATIO_FOR_LIMITS;
        Duration shown = Stream.concat(
                        Stream.of(top), limits.stream().filter(limit -> TimeScale.seconds(limit) <= near))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return isLogarithmic()
                ? DurationScale.logarithmic(least, shown, head, foot)
                : DurationScale.linear(shown, head, foot);
    }
}
