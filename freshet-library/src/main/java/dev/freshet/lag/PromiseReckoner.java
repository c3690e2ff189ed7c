// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.DidYouMean;
import dev.freshet.definition.GroupDefinition;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.freshness.FreshnessQueries;
import dev.freshet.mark.ActivityQueries;
import dev.freshet.mark.SourceActivity;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what another promise for a view or a group would cost. */
public final class PromiseReckoner {

    /** A week has its working days and its nights. */
    private static final Duration LOOKED_BACK = Duration.ofDays(7);

    private static final Duration STRICTEST = Duration.ofSeconds(1);
    private static final Duration LOOSEST = Duration.ofDays(35);
    private static final int MOST_TARGETS = 10;

    private final Database database;
    private final Supplier<Definitions> definitions;
    private final BiFunction<Session, Collection<String>, Map<String, RefreshCost>> costs;
    private final TargetStore store = new TargetStore();
    private final ActivityQueries activity = new ActivityQueries();
    private final FreshnessQueries freshness = new FreshnessQueries();

    /**
     * Goes by these.
     *
     * @param costs reads what refreshes of views take; those that were never refreshed are left out
     */
    public PromiseReckoner(
            Database database,
            Supplier<Definitions> definitions,
            BiFunction<Session, Collection<String>, Map<String, RefreshCost>> costs) {
        this.database = database;
        this.definitions = definitions;
        this.costs = costs;
    }

    /**
     * Replays the recorded changes of the last week against other targets, and against what is in force.
     *
     * @param name of a declared view or group
     * @param targets to compare with; empty for the promise in force and some usual ones
     * @throws FreshetException VIEW_NOT_FOUND; INVALID_ARGUMENT for a target that cannot be one; REFUSED where nothing is
     *     known to go by
     */
    public WhatIf reckon(String name, Collection<Duration> targets) {
        check(targets);
        Definitions inForce = definitions.get();
        List<String> members = members(inForce, name);
        return new Reckoning(database.call(session -> facts(session, inForce, name, members))).reckon(targets);
    }

    private static void check(Collection<Duration> targets) {
        if (targets.size() > MOST_TARGETS) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s targets are too many for one answer; at most %s are compared"
                            .formatted(targets.size(), MOST_TARGETS));
        }
        for (Duration target : targets) {
            if (target.compareTo(STRICTEST) < 0 || target.compareTo(LOOSEST) > 0) {
                throw new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "A target of %s cannot be reckoned with; expected from 1s to 35d"
                                .formatted(Spoken.duration(target)));
            }
        }
    }

    private static List<String> members(Definitions inForce, String name) {
        List<String> views = inForce.views().stream().map(ViewDefinition::name).toList();
        if (views.contains(name)) {
            return List.of(name);
        }
        List<String> groups =
                inForce.groups().stream().map(GroupDefinition::name).toList();
        if (!groups.contains(name)) {
            throw new FreshetException(
                    ErrorCode.VIEW_NOT_FOUND,
                    "No view or group named " + name + " is declared."
                            + DidYouMean.question(
                                    name,
                                    Stream.concat(views.stream(), groups.stream())
                                            .toList())
                            + " GET /api/views or freshet views lists them.");
        }
        List<String> members = inForce.views().stream()
                .filter(view -> name.equals(view.group()) && view.schedule() == null)
                .map(ViewDefinition::name)
                .toList();
        if (members.isEmpty()) {
            throw new FreshetException(
                    ErrorCode.REFUSED,
                    "Every view of group " + name + " has a schedule of its own; ask about each of them.");
        }
        return members;
    }

    private Facts facts(Session session, Definitions inForce, String name, List<String> members) {
        Map<String, Set<String>> all = store.listUpstream(
                session, inForce.views().stream().map(ViewDefinition::name).toList());
        Set<String> together = together(inForce, all, members);
        Map<String, Set<String>> upstream = new LinkedHashMap<>();
        all.forEach((view, read) -> {
            if (together.contains(view)) {
                upstream.put(view, read);
            }
        });
        Map<String, RefreshCost> known = costs.apply(session, together);
        for (String member : members) {
            require(member, all.containsKey(member), known.containsKey(member));
        }
        List<PlannedView> views = PlannedView.listOf(inForce).stream()
                .filter(view -> together.contains(view.name()))
                .toList();
        Map<String, Reading> readings = store.listReadings(session, new RefreshGraph(views, upstream, Map.of()));
        Map<String, Set<Long>> sources = activity.listSources(session, together);
        Instant now = store.now(session);
        Instant earliest = now.minus(LOOKED_BACK);
        List<SourceActivity> recorded = activity.listActivity(
                session, sources.values().stream().flatMap(Set::stream).collect(Collectors.toSet()), earliest);
        Map<String, String> whyAge = new HashMap<>();
        activity.listWhyAge(session, together).forEach((view, why) -> {
            if (readings.containsKey(view)
                    && Objects.requireNonNull(readings.get(view)).byAge()) {
                whyAge.put(view, why);
            }
        });
        return new Facts(
                name,
                !members.contains(name),
                members,
                inForce,
                upstream,
                store.listUsual(session, together),
                known,
                sources,
                whyAge,
                readings.entrySet().stream()
                        .filter(reading -> reading.getValue().ownAge())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                recorded,
                since(session, members, sources, recorded, earliest).orElse(now),
                now);
    }

    private static void require(String view, boolean exists, boolean refreshed) {
        if (!exists) {
            throw new FreshetException(
                    ErrorCode.REFUSED,
                    "View " + view
                            + " is declared but does not exist yet, so nothing tells what a promise would cost.");
        }
        if (!refreshed) {
            throw new FreshetException(
                    ErrorCode.REFUSED,
                    "View " + view + " was never refreshed, so it is not known what a refresh takes and what it reads."
                            + " Refresh it once, then ask again.");
        }
    }

    /** Since when changes of what these views read are recorded. */
    private Optional<Instant> since(
            Session session,
            List<String> members,
            Map<String, Set<Long>> sources,
            List<SourceActivity> recorded,
            Instant earliest) {
        Set<Long> read = new HashSet<>();
        members.forEach(view -> read.addAll(sources.getOrDefault(view, Set.of())));
        Stream<Instant> changed = recorded.stream()
                .filter(hour -> read.contains(hour.source()))
                .map(SourceActivity::hour)
                .map(hour -> hour.isBefore(earliest) ? earliest : hour);
        Stream<Instant> measured =
                members.stream().flatMap(view -> freshness.measuredSince(session, view, earliest).stream());
        return Stream.concat(changed, measured).min(Instant::compareTo);
    }

    /** The views that hang together with these: that they read or that read them, and those of the same groups. */
    private static Set<String> together(
            Definitions inForce, Map<String, Set<String>> upstream, Collection<String> members) {
        Map<String, Set<String>> neighbours = new HashMap<>();
        upstream.forEach((reader, read) -> read.stream()
                .filter(upstream::containsKey)
                .forEach(source -> {
                    neighbours.computeIfAbsent(reader, view -> new HashSet<>()).add(source);
                    neighbours.computeIfAbsent(source, view -> new HashSet<>()).add(reader);
                }));
        for (GroupDefinition group : inForce.groups()) {
            List<String> views = inForce.views().stream()
                    .filter(view -> group.name().equals(view.group()))
                    .map(ViewDefinition::name)
                    .filter(upstream::containsKey)
                    .toList();
            views.forEach(view ->
                    neighbours.computeIfAbsent(view, one -> new HashSet<>()).addAll(views));
        }
        Set<String> together = new HashSet<>(members);
        List<String> open = new ArrayList<>(members);
        while (!open.isEmpty()) {
            for (String next : neighbours.getOrDefault(open.removeLast(), Set.of())) {
                if (together.add(next)) {
                    open.add(next);
                }
            }
        }
        return together;
    }
}
