// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Heights of durations between two lines of a picture, with ticks at round times.
 *
 * @param least at the foot: zero where the scale is linear
 * @param most at the head
 * @param head the y of the most, in pixels
 * @param foot the y of the least, in pixels
 */
record DurationScale(boolean logarithmic, Duration least, Duration most, double head, double foot) {

    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(5),
            Duration.ofDays(10),
            Duration.ofDays(30),
            Duration.ofDays(100),
            Duration.ofDays(365));
    private static final List<Duration> MAGNITUDES = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(10),
            Duration.ofDays(100));
    private static final double HEADROOM = 1.05;

    static DurationScale linear(Duration most, double head, double foot) {
        Duration atLeast = most.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : most;
        Duration top = Duration.ofNanos(Math.round(TimeScale.seconds(atLeast) * HEADROOM * 1e9));
        return new DurationScale(false, Duration.ZERO, top, head, foot);
    }

    /** From the magnitude below the least. */
    static DurationScale logarithmic(Duration least, Duration most, double head, double foot) {
        Duration below = MAGNITUDES.getFirst();
        for (Duration magnitude : MAGNITUDES) {
            below = magnitude.compareTo(least) < 0 ? magnitude : below;
        }
        Duration top = Duration.ofNanos(Math.round(TimeScale.seconds(most) * HEADROOM * 1.2 * 1e9));
        return new DurationScale(true, below, top, head, foot);
    }

    /** The y of a duration, never outside of the picture. */
    double y(Duration duration) {
        return foot - (foot - head) * Math.clamp(part(duration), 0.0, 1.0);
    }

    boolean exceeds(Duration duration) {
        return duration.compareTo(most) > 0;
    }

    private double part(Duration duration) {
        double seconds = TimeScale.seconds(duration);
        if (!logarithmic) {
            return seconds / TimeScale.seconds(most);
        }
        double foot = Math.log(TimeScale.seconds(least));
        double value = Math.log(Math.max(seconds, TimeScale.seconds(least)));
        return (value - foot) / (Math.log(TimeScale.seconds(most)) - foot);
    }

    /** Round durations, at most so many. */
    List<Duration> ticks(int atMost) {
        if (logarithmic) {
            List<Duration> within = MAGNITUDES.stream()
                    .filter(tick -> tick.compareTo(least) >= 0 && tick.compareTo(most) <= 0)
                    .toList();
            int stride = (within.size() + atMost - 1) / atMost;
            List<Duration> ticks = new ArrayList<>();
            for (int i = within.size() - 1; i >= 0; i -= stride) {
                ticks.addFirst(within.get(i));
            }
            return ticks;
        }
        Duration step = STEPS.stream()
                .filter(candidate -> TimeScale.seconds(most) / TimeScale.seconds(candidate) < atMost + 1)
                .findFirst()
                .orElse(most);
        List<Duration> ticks = new ArrayList<>();
        for (Duration tick = step; tick.compareTo(most) <= 0; tick = tick.plus(step)) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** {@code 200 ms}, {@code 5 s}, {@code 1 min 30 s}: without the tenths that a measured duration has. */
    static String words(Duration tick) {
        return tick.toMillisPart() == 0 && tick.toSeconds() < 60 ? tick.toSeconds() + " s" : Human.duration(tick);
    }

    /** Lines across the picture with their labels hanging out at the left. */
    void write(Svg svg, int atMost) {
        for (Duration tick : ticks(atMost)) {
            double y = y(tick);
            svg.horizontal(y, "grid", "level").close();
            svg.open("text").attribute("x", "-8").attribute("y", y + 4).attribute("text-anchor", "end");
            svg.classes("tick").text(words(tick)).close();
        }
        svg.horizontal(foot, "axis", "foot").close();
    }
}
