// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A plan as people read it. */
final class Outlooks {

    private Outlooks() {}

    static List<PlannedRefresh> of(RefreshGraph graph, RefreshPlan plan) {
        return graph.views().stream()
                .filter(graph::isPlanned)
                .map(view -> of(graph, view, plan.outlooks().get(view.name())))
                .toList();
    }

    /** Why the promise of a target cannot be kept, judged by what its refreshes take; empty where it can. */
    static Optional<String> infeasible(RefreshGraph graph, PlannedView view) {
        FreshnessPromise promise = view.promise();
        Duration way = graph.wayTo(view.name());
        if (promise == null || !view.isTarget() || way.compareTo(promise.strictest()) < 0) {
            return Optional.empty();
        }
        boolean alone = graph.ancestorsOf(view.name()).isEmpty();
        return Optional.of("95 of 100 refreshes of %s take up to %s, and at most %s is promised"
                .formatted(
                        alone ? view.name() : view.name() + " and of what it reads",
                        Spoken.duration(way),
                        Spoken.duration(promise.strictest())));
    }

    private static PlannedRefresh of(RefreshGraph graph, PlannedView view, RefreshPlan.@Nullable Outlook outlook) {
        Duration takes = view.isTarget() ? graph.wayTo(view.name()) : graph.takes(view.job());
        String infeasible = infeasible(graph, view).orElse(null);
        if (outlook == null) {
            return new PlannedRefresh(view.name(), view.job(), null, null, null, takes, infeasible);
        }
        Instant breaks = outlook.breaksAt();
        String because = breaks == null
                ? "it was never refreshed"
                : "the promise of %s breaks at %s".formatted(outlook.target(), Spoken.moment(breaks));
        Instant due = Objects.equals(outlook.dueAt(), ViewNeed.EVER) ? null : outlook.dueAt();
        return new PlannedRefresh(view.name(), view.job(), due, because, outlook.waitsFor(), takes, infeasible);
    }
}
