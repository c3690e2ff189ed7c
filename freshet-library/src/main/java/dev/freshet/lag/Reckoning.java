// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.FreshnessPromise;
import dev.freshet.mark.SourceActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What promises cost, from what is known: replays the present one and others, and lays a schedule beside each. Reads no clock. */
final class Reckoning {

    private static final Duration DAY = Duration.ofDays(1);
    /** So many targets pass in a replay, at least: its ends do not count much then. */
    private static final int TARGETS_PASSED = 5;

    private static final int MOST_MOMENTS_TIMES_VIEWS = 600_000;
    private static final Duration MINUTES_SUFFICE = Duration.ofMinutes(2);
    private static final int MOST_IN_A_MINUTE = 12;
    /** What rounding to whole minutes may bring about. */
    private static final double KEPT = 0.9995;

    private static final List<Duration> USUAL_TARGETS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1), DAY);

    private final Facts facts;
    private final RefreshGraph present;
    private final Replayed replayedNow;

    Reckoning(Facts facts) {
        this.facts = facts;
        present = graph(facts.inForce());
        replayedNow = replay(present, facts.inForce(), strictest(present).orElse(DAY));
    }

    /**
     * Reckons.
     *
     * @param targets asked about; empty for the one in force and some usual ones that can be kept
     */
    WhatIf reckon(Collection<Duration> targets) {
        Duration least = StartPolicy.withMargin(way(graph(Supposition.of(facts.inForce(), facts.members(), DAY))));
        Stream<Duration> asked = targets.isEmpty() ? usualTargets(least) : targets.stream();
        List<WhatIf.Option> options =
                asked.distinct().sorted().map(this::supposed).toList();
        return new WhatIf(
                facts.name(),
                facts.isGroup() ? "group" : "view",
                facts.from(),
                facts.to(),
                busyMinutes(),
                whyAge(),
                least,
                now(),
                options,
                new ReckoningRemarks(facts, present).list());
    }

    private Stream<Duration> usualTargets(Duration least) {
        Optional<Duration> promised = promisedNow();
        boolean isTarget = facts.members().stream()
                .allMatch(view -> present.view(view).isTarget()
                        && promised.map(FreshnessPromise::of)
                                .filter(plain -> plain.equals(present.view(view).promise()))
                                .isPresent());
        return Stream.concat(promised.stream(), USUAL_TARGETS.stream().filter(usual -> usual.compareTo(least) >= 0))
                .filter(target -> !isTarget || !promised.filter(target::equals).isPresent());
    }

    private WhatIf.Option now() {
        Duration promised = promisedNow().orElse(null);
        boolean isTarget =
                facts.members().stream().anyMatch(view -> present.view(view).isTarget());
        Double kept = promised == null ? null : kept(present, replayedNow);
        String broken = promised == null ? null : broken(present, replayedNow, isTarget ? promised : null);
        return option(present, replayedNow, promised, promised != null, kept, broken);
    }

    private WhatIf.Option supposed(Duration target) {
        Definitions definitions = Supposition.of(facts.inForce(), facts.members(), target);
        RefreshGraph graph = graph(definitions);
        Replayed replayed = replay(graph, definitions, target);
        boolean inForce = promisedNow().filter(target::equals).isPresent();
        return option(graph, replayed, target, inForce, kept(graph, replayed), broken(graph, replayed, target));
    }

    private WhatIf.Option option(
            RefreshGraph graph,
            Replayed replayed,
            @Nullable Duration target,
            boolean inForce,
            @Nullable Double kept,
            @Nullable String broken) {
        return new WhatIf.Option(
                target,
                inForce,
                how(graph),
                Effort.of(parts(graph), replayed::perDay, costs(graph)),
                busy(graph, replayed).minus(busy(present, replayedNow)),
                facts.members().stream()
                        .map(replayed::worstOf)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO),
                kept,
                broken,
                replayed.span(),
                target == null ? null : cron(graph, replayed, target));
    }

    private String how(RefreshGraph graph) {
        if (facts.members().stream().anyMatch(view -> graph.isPlanned(graph.view(view)))) {
            return "just in time";
        }
        return facts.members().stream()
                .map(view -> graph.view(view).job())
                .flatMap(job -> ReckoningRemarks.schedule(facts.inForce(), job).stream())
                .findFirst()
                .orElse("nothing refreshes it by itself");
    }

    /** What is promised now, at its strictest. */
    private Optional<Duration> promisedNow() {
        return facts.members().stream()
                .flatMap(view -> Optional.ofNullable(present.view(view).promise()).stream())
                .map(FreshnessPromise::strictest)
                .min(Duration::compareTo);
    }

    private @Nullable String whyAge() {
        return facts.members().stream()
                .flatMap(view -> Optional.ofNullable(facts.whyAge().get(view)).stream())
                .findFirst()
                .orElse(null);
    }

    private double kept(RefreshGraph graph, Replayed replayed) {
        return facts.members().stream()
                .filter(view -> graph.view(view).promise() != null)
                .mapToDouble(replayed::kept)
                .min()
                .orElse(1);
    }

    private @Nullable String broken(RefreshGraph graph, Replayed replayed, @Nullable Duration target) {
        Optional<String> infeasible = facts.members().stream()
                .flatMap(view -> Outlooks.infeasible(graph, graph.view(view)).stream())
                .findFirst();
        if (infeasible.isPresent()) {
            return infeasible.get();
        }
        Duration way = way(graph);
        if (target != null && StartPolicy.withMargin(way).compareTo(target) > 0) {
            return "95 of 100 refreshes take up to %s, which leaves no margin within %s"
                    .formatted(Spoken.duration(way), Spoken.duration(target));
        }
        if (kept(graph, replayed) >= KEPT) {
            return null;
        }
        List<String> scheduled = scheduledBefore(graph);
        if (target == null) {
            return "its schedule is too sparse for it";
        }
        return scheduled.isEmpty()
                ? "refreshes have to wait for one another too long"
                : "it reads %s, which a schedule refreshes too seldom for it".formatted(String.join(", ", scheduled));
    }

    private List<String> scheduledBefore(RefreshGraph graph) {
        return upstream(graph).stream().filter(view -> !graph.view(view).free()).toList();
    }

    private Duration way(RefreshGraph graph) {
        return facts.members().stream()
                .map(graph::wayTo)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private WhatIf.@Nullable Cron cron(RefreshGraph graph, Replayed replayed, Duration target) {
        return SparsestCron.of(room(graph(Supposition.of(facts.inForce(), facts.members(), target))))
                .map(cron -> {
                    ToDoubleFunction<String> perDay =
                            view -> isOnTheWay(graph, view) ? cron.perDay() : replayed.perDay(view);
                    return new WhatIf.Cron(cron.schedule(), Effort.of(parts(graph), perDay, costs(graph)));
                })
                .orElse(null);
    }

    /** What promises leave beside the way; what is refreshed with it has to be in time as well. */
    private Duration room(RefreshGraph graph) {
        return Stream.concat(facts.members().stream(), beside(graph).stream())
                .map(graph::view)
                .filter(PlannedView::isTarget)
                .map(view -> Objects.requireNonNull(view.promise()).strictest().minus(graph.wayTo(view.name())))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Whether a schedule for what it is all about has to bring this view along. */
    private boolean isOnTheWay(RefreshGraph graph, String view) {
        return facts.members().contains(view)
                || graph.view(view).free()
                || beside(graph).contains(view);
    }

    private Effort.Parts parts(RefreshGraph graph) {
        return new Effort.Parts(facts.members(), upstream(graph), beside(graph));
    }

    private Set<String> upstream(RefreshGraph graph) {
        Set<String> upstream = new TreeSet<>();
        facts.members().forEach(view -> upstream.addAll(graph.ancestorsOf(view)));
        facts.members().forEach(upstream::remove);
        return upstream;
    }

    private Set<String> beside(RefreshGraph graph) {
        Set<String> beside = new TreeSet<>();
        for (String member : facts.members()) {
            graph.jobs().getOrDefault(graph.view(member).job(), List.of()).forEach(view -> beside.add(view.name()));
        }
        facts.members().forEach(beside::remove);
        beside.removeAll(upstream(graph));
        return beside;
    }

    private Duration busy(RefreshGraph graph, Replayed replayed) {
        List<String> all = graph.views().stream().map(PlannedView::name).toList();
        return Effort.busy(all, replayed::perDay, costs(graph), RefreshCost::typical);
    }

    /** Of views that change at once, each is measured by the whole transaction. */
    private Map<String, RefreshCost> costs(RefreshGraph graph) {
        Map<String, RefreshCost> costs = new HashMap<>(facts.costs());
        graph.jobs().values().stream()
                .filter(views -> views.stream().allMatch(PlannedView::atOnce))
                .forEach(views -> views.forEach(
                        view -> costs.computeIfPresent(view.name(), (name, cost) -> cost.shared(views.size()))));
        return costs;
    }

    private double busyMinutes() {
        Set<Long> sources = new HashSet<>();
        facts.members().forEach(view -> sources.addAll(facts.sources().getOrDefault(view, Set.of())));
        Set<Instant> minutes = facts.activity().stream()
                .filter(hour -> sources.contains(hour.source()))
                .flatMap(hour -> hour.moments(1).stream())
                .filter(this::isRecorded)
                .collect(Collectors.toSet());
        return (double) minutes.size() * DAY.toMillis() / facts.recorded().toMillis();
    }

    private boolean isRecorded(Instant moment) {
        return !moment.isBefore(facts.from()) && moment.isBefore(facts.to());
    }

    private RefreshGraph graph(Definitions definitions) {
        List<PlannedView> views = PlannedView.listOf(definitions).stream()
                .filter(view -> facts.upstream().containsKey(view.name()))
                .toList();
        return new RefreshGraph(views, facts.upstream(), facts.usual());
    }

    private static Optional<Duration> strictest(RefreshGraph graph) {
        return graph.views().stream()
                .filter(PlannedView::isTarget)
                .map(view -> Objects.requireNonNull(view.promise()).strictest())
                .min(Duration::compareTo);
    }

    private Replayed replay(RefreshGraph graph, Definitions definitions, Duration longest) {
        Duration wanted = longest.multipliedBy(TARGETS_PASSED);
        wanted = wanted.compareTo(DAY) < 0 ? DAY : wanted;
        long rounds = Math.max(1, wanted.plus(facts.recorded()).minusMillis(1).dividedBy(facts.recorded()));
        Map<String, Duration> takes = new HashMap<>();
        facts.costs().forEach((view, cost) -> takes.put(view, cost.typical()));
        boolean fine = strictest(graph)
                .filter(target -> target.compareTo(MINUTES_SUFFICE) < 0)
                .isPresent();
        return Replay.of(
                graph,
                load(graph, fine ? MOST_IN_A_MINUTE : 1),
                Timetable.of(definitions),
                takes,
                facts.recorded().multipliedBy(rounds),
                MOST_MOMENTS_TIMES_VIEWS / Math.max(1, graph.views().size()));
    }

    private RecordedLoad load(RefreshGraph graph, int mostInAMinute) {
        Map<Long, List<SourceActivity>> bySource =
                facts.activity().stream().collect(Collectors.groupingBy(SourceActivity::source));
        Map<String, ChangeTimes> changes = new HashMap<>();
        bySource.forEach((source, hours) -> changes.put(
                Long.toString(source),
                ChangeTimes.of(
                        hours.stream()
                                .flatMap(hour -> hour.moments(mostInAMinute).stream())
                                .filter(this::isRecorded)
                                .toList(),
                        facts.recorded())));
        Map<String, Set<String>> sources = new HashMap<>();
        Map<String, RecordedLoad.Aging> aging = new HashMap<>();
        for (PlannedView view : graph.views()) {
            Set<String> read = new LinkedHashSet<>();
            facts.sources().getOrDefault(view.name(), Set.of()).forEach(source -> read.add(Long.toString(source)));
            sources.put(view.name(), read);
            if (facts.whyAge().containsKey(view.name())) {
                boolean own = facts.ownAge().contains(view.name());
                aging.put(view.name(), own ? RecordedLoad.Aging.BY_ITSELF : RecordedLoad.Aging.THROUGH_OTHERS);
            }
        }
        return new RecordedLoad(facts.from(), changes, sources, aging);
    }
}
