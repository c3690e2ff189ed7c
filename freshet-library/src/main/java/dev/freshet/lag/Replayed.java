// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Duration;
import java.util.Map;

/**
 * What a replay came to.
 *
 * @param span how much time passed in it
 * @param refreshes of each view
 * @param worst the greatest lag of each view
 * @param broken for how long each view lagged behind more than it promises
 */
record Replayed(
        Duration span, Map<String, Integer> refreshes, Map<String, Duration> worst, Map<String, Duration> broken) {

    private static final Duration DAY = Duration.ofDays(1);

    Replayed {
        refreshes = Map.copyOf(refreshes);
        worst = Map.copyOf(worst);
        broken = Map.copyOf(broken);
    }

    /** How often a view is refreshed within a day. */
    double perDay(String view) {
        return (double) refreshesOf(view) * DAY.toMillis() / Math.max(1, span.toMillis());
    }

    /** For which part of the time a view kept its promise. */
    double kept(String view) {
        return 1 - (double) broken.getOrDefault(view, Duration.ZERO).toMillis() / Math.max(1, span.toMillis());
    }

    int refreshesOf(String view) {
        return refreshes.getOrDefault(view, 0);
    }

    Duration worstOf(String view) {
        return worst.getOrDefault(view, Duration.ZERO);
    }
}
