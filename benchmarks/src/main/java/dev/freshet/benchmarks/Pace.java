// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** How often tables change for a while. */
enum Pace {
    /** A batch comes in: many transactions a second. */
    BURST(Duration.ofMillis(40), Duration.ofSeconds(15), Duration.ofSeconds(45)),
    /** People at work. */
    STEADY(Duration.ofMillis(400), Duration.ofSeconds(60), Duration.ofMinutes(3)),
    /** Now and then somebody. */
    TRICKLE(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(4)),
    /** Hardly anybody. */
    QUIET(Duration.ofSeconds(60), Duration.ofMinutes(2), Duration.ofMinutes(4)),
    /** Nothing at all. */
    IDLE(Duration.ofDays(1), Duration.ofMinutes(2), Duration.ofMinutes(4));

    private final Duration gap;
    private final Duration shortest;
    private final Duration longest;

    Pace(Duration gap, Duration shortest, Duration longest) {
        this.gap = gap;
        this.shortest = shortest;
        this.longest = longest;
    }

    Duration drawLength(Random random) {
        return shortest.plusMillis(
                (long) (random.nextDouble() * longest.minus(shortest).toMillis()));
    }

    /** Until the next transaction: exponentially distributed, so that some come close together. */
    Duration drawGap(Random random) {
        return this == IDLE ? gap : Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * gap.toNanos()));
    }

    String words() {
        return this == IDLE
                ? "idle: no transaction"
                : String.format(
                        Locale.ROOT,
                        "%s: one each %s s on average",
                        name().toLowerCase(Locale.ROOT),
                        gap.toMillis() < 1_000
                                ? String.valueOf(gap.toMillis() / 1e3)
                                : String.valueOf(gap.toSeconds()));
    }
}
