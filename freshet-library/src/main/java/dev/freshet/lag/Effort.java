// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a promise costs within a day.
 *
 * @param refreshes of what it is given for
 * @param upstream refreshes of the materialized views that reads, directly or through others
 * @param beside refreshes of views that are refreshed with it, because they are in its group
 * @param typical how long the database is busy with all of these, going by what half of the refreshes take at most
 * @param most the same, going by what 95 of 100 take at most
 */
public record Effort(double refreshes, double upstream, double beside, Duration typical, Duration most) {

    /** Whose refreshes count as what. */
    record Parts(Collection<String> itself, Collection<String> upstream, Collection<String> beside) {}

    static Effort of(Parts parts, ToDoubleFunction<String> perDay, Map<String, RefreshCost> costs) {
        double itself = parts.itself.stream().mapToDouble(perDay).sum();
        double upstream = parts.upstream.stream().mapToDouble(perDay).sum();
        double beside = parts.beside.stream().mapToDouble(perDay).sum();
        return new Effort(
                itself,
                upstream,
                beside,
                busy(parts, perDay, costs, RefreshCost::typical),
                busy(parts, perDay, costs, RefreshCost::most));
    }

    /** How long refreshes of some views keep the database busy within a day. */
    static Duration busy(
            Collection<String> views,
            ToDoubleFunction<String> perDay,
            Map<String, RefreshCost> costs,
            Function<RefreshCost, Duration> cost) {
        double millis = views.stream()
                .mapToDouble(view -> perDay.applyAsDouble(view)
                        * cost.apply(costs.getOrDefault(view, RefreshCost.NOTHING))
                                .toMillis())
                .sum();
        return Duration.ofMillis(Math.round(millis));
    }

    private static Duration busy(
            Parts parts,
            ToDoubleFunction<String> perDay,
            Map<String, RefreshCost> costs,
            Function<RefreshCost, Duration> cost) {
        return busy(parts.itself, perDay, costs, cost)
                .plus(busy(parts.upstream, perDay, costs, cost))
                .plus(busy(parts.beside, perDay, costs, cost));
    }

    /** The part of a day that refreshes usually take, one after the other; more than one where they would need several slots. */
    public double shareOfDay() {
        return (double) typical.toMillis() / Duration.ofDays(1).toMillis();
    }
}
