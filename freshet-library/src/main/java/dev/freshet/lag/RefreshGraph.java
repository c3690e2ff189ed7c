// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The views of one database, which of them read which, and how long it takes from the start of each until those with a
 * target are refreshed. Immutable.
 */
final class RefreshGraph {

    /** From the end of one refresh until the next one reads: to be seen, queued and claimed. */
    static final Duration HANDOVER = Duration.ofMillis(400);

    private static final int DIFFERENCE_IS_ONE_IN = 10;

    private final Map<String, PlannedView> views = new LinkedHashMap<>();
    private final Map<String, Set<String>> upstream = new HashMap<>();
    private final Map<String, Set<String>> ancestors = new HashMap<>();
    private final Map<String, Duration> takes = new HashMap<>();
    private final Map<String, Map<String, Duration>> leads = new HashMap<>();
    private final Map<String, List<PlannedView>> jobs = new LinkedHashMap<>();

    /**
     * Builds the graph of views that exist.
     *
     * @param reads the views that each view reads directly; those that are not among the views are left out
     * @param usual how long the refresh of each view usually takes
     */
    RefreshGraph(Collection<PlannedView> existing, Map<String, Set<String>> reads, Map<String, Duration> usual) {
        Map<String, PlannedView> named = new LinkedHashMap<>();
        existing.forEach(view -> named.put(view.name(), view));
        for (String view : ordered(named.keySet(), name -> reads.getOrDefault(name, Set.of()))) {
            Set<String> sources = new LinkedHashSet<>(reads.getOrDefault(view, Set.of()));
            // What comes later in the order is left out: a circle through functions is cut somewhere.
            sources.retainAll(views.keySet());
            upstream.put(view, sources);
            Set<String> all = new LinkedHashSet<>(sources);
            sources.forEach(source -> all.addAll(ancestorsOf(source)));
            ancestors.put(view, all);
            views.put(view, Objects.requireNonNull(named.get(view)));
        }
        Map<String, List<PlannedView>> members = new LinkedHashMap<>();
        views.values()
                .forEach(view -> members.computeIfAbsent(view.job(), job -> new ArrayList<>())
                        .add(view));
        for (String job : ordered(members.keySet(), job -> jobsBefore(members.getOrDefault(job, List.of())))) {
            List<PlannedView> together = List.copyOf(members.getOrDefault(job, List.of()));
            jobs.put(job, together);
            boolean atOnce = together.stream().allMatch(PlannedView::atOnce);
            takes.put(
                    job,
                    takes(
                            together.stream()
                                    .map(view -> usual.getOrDefault(view.name(), Duration.ZERO))
                                    .toList(),
                            atOnce));
        }
        List<PlannedView> backwards = new ArrayList<>(views.values()).reversed();
        backwards.forEach(view -> leads.put(view.name(), new LinkedHashMap<>()));
        backwards.forEach(this::lead);
    }

    /** Views that change at once take equally long, all of them; where they differ, each was measured by itself. */
    private static Duration takes(List<Duration> views, boolean atOnce) {
        Duration longest = views.stream().reduce(Duration.ZERO, RefreshGraph::longer);
        boolean differ = views.stream()
                .filter(Duration::isPositive)
                .anyMatch(one -> longest.minus(one).compareTo(longest.dividedBy(DIFFERENCE_IS_ONE_IN)) > 0);
        return atOnce && !differ ? longest : views.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private Set<String> jobsBefore(List<PlannedView> members) {
        Set<String> before = new LinkedHashSet<>();
        for (PlannedView member : members) {
            upstreamOf(member.name()).forEach(source -> before.add(view(source).job()));
        }
        return before;
    }

    /** The ways from a view are known: adds it in front of them, on the ways from what it reads. */
    private void lead(PlannedView view) {
        Map<String, Duration> own = leadsOf(view.name());
        if (view.isTarget()) {
            own.put(view.name(), takes(view.job()).plus(HANDOVER));
        }
        for (String source : upstreamOf(view.name())) {
            Duration step = view(source).job().equals(view.job())
                    ? Duration.ZERO
                    : takes(view(source).job()).plus(HANDOVER);
            own.forEach((target, way) -> leadsOf(source).merge(target, way.plus(step), RefreshGraph::longer));
        }
    }

    /** The jobs, those that others read before those others as far as there is such an order. */
    Map<String, List<PlannedView>> jobs() {
        return jobs;
    }

    /** The views, each after those it reads. */
    Collection<PlannedView> views() {
        return views.values();
    }

    /** A view that is in the graph. */
    PlannedView view(String name) {
        PlannedView view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("View " + name + " is not in the graph");
        }
        return view;
    }

    /** The views that a view reads directly. */
    Set<String> upstreamOf(String view) {
        return upstream.getOrDefault(view, Set.of());
    }

    /** The views that a view reads directly or through others. */
    Set<String> ancestorsOf(String view) {
        return ancestors.getOrDefault(view, Set.of());
    }

    /** The views that the planner starts, whatever they read, and whatever is refreshed together with those. */
    Set<String> concerned() {
        Set<String> started = new LinkedHashSet<>();
        views.values().stream().filter(this::isPlanned).forEach(view -> {
            started.add(view.name());
            started.addAll(ancestorsOf(view.name()));
        });
        Set<String> all = new LinkedHashSet<>(started);
        started.forEach(
                name -> jobs.getOrDefault(view(name).job(), List.of()).forEach(member -> all.add(member.name())));
        return all;
    }

    /** Whether the planner starts it: for its own promise, or for one of a view that reads it. */
    boolean isPlanned(PlannedView view) {
        return view.free() && !leadsOf(view.name()).isEmpty();
    }

    /** How long a job usually takes: its views one after the other, or in one transaction that each is measured by. */
    Duration takes(String job) {
        return takes.getOrDefault(job, Duration.ZERO);
    }

    /** The targets below a view, itself included, with the time until their ends along the longest way, handovers included. */
    Map<String, Duration> leadsOf(String view) {
        return leads.getOrDefault(view, Map.of());
    }

    /** The longest way to a target: from the start of the first view on it. */
    Duration wayTo(String target) {
        Duration longest = leadsOf(target).getOrDefault(target, Duration.ZERO);
        for (String source : ancestorsOf(target)) {
            if (view(source).free()) {
                longest = longer(longest, leadsOf(source).getOrDefault(target, Duration.ZERO));
            }
        }
        return longest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Each after those before it; where that cannot be, the first of those that are left comes first. */
    private static List<String> ordered(
            Collection<String> names, Function<String, ? extends Collection<String>> before) {
        Set<String> waiting = new LinkedHashSet<>(names);
        List<String> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            String next = waiting.stream()
                    .filter(name -> isFree(name, new HashSet<>(before.apply(name)), waiting))
                    .findFirst()
                    .orElseGet(() -> waiting.iterator().next());
            waiting.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private static boolean isFree(String name, Set<String> before, Set<String> waiting) {
        before.remove(name);
        before.retainAll(waiting);
        return before.isEmpty();
    }
}
