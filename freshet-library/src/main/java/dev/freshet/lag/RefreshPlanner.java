// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.DatabaseClock;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.DefinitionKind;
import dev.freshet.definition.DefinitionName;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.Plan;
import dev.freshet.job.JobStore;
import dev.freshet.job.NewRun;
import dev.freshet.job.RunStore;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts the refreshes that are due for a target lag. On every node; one at a time plans. */
public final class RefreshPlanner implements AutoCloseable {

    private static final Duration WITHOUT_LEASE = Duration.ofMillis(250);
    private static final Duration WITHOUT_TARGETS = Duration.ofSeconds(15);
    private static final Duration WHILE_ANOTHER_PLANS = Duration.ofSeconds(1);
    private static final Duration GRAPH_IS_KNOWN_FOR = Duration.ofSeconds(15);
    private static final Duration SELDOMEST = Duration.ofSeconds(5);
    private static final Duration OFTENEST = Duration.ofMillis(200);
    /** A change is seen within so small a part of the time there is for it. */
    private static final int LOOKS_PER_SLACK = 10;

    private final Database database;
    private final DatabaseClock clock;
    private final NodeLease lease;
    private final Wakeups wakeups;
    private final JobStore jobs;
    private final RunStore runs;
    private final Supplier<Definitions> definitions;
    private final TargetStore store = new TargetStore();
    private final Agent agent = new Agent("refresh-planner", this::plan);
    private volatile @Nullable Known known;

    public RefreshPlanner(
            Database database,
            DatabaseClock clock,
            NodeLease lease,
            Wakeups wakeups,
            JobStore jobs,
            RunStore runs,
            Supplier<Definitions> definitions) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
        this.wakeups = wakeups;
        this.jobs = jobs;
        this.runs = runs;
        this.definitions = definitions;
        wakeups.subscribe(message -> {
            switch (message) {
                case Wakeups.DEFINITIONS, Wakeups.RESYNC -> {
                    known = null;
                    agent.wake();
                }
                case Wakeups.REFRESH -> agent.wake();
                default -> {}
            }
        });
    }

    public void start() {
        agent.start();
    }

    @Override
    public void close() {
        agent.close();
    }

    public Agent.Vitals vitals() {
        return agent.vitals();
    }

    /** What is planned for a view; empty where a schedule refreshes it, or nothing does. */
    public Optional<PlannedRefresh> find(String view) {
        return database.call(session -> store.findPlanned(session, view));
    }

    /** The jobs whose runs it queues: of those, no schedule says when. */
    public Set<String> plannedJobs(Session session) {
        return store.listPlanned(session).stream().map(PlannedRefresh::job).collect(Collectors.toSet());
    }

    /** The plan with a warning beside each promise that cannot be kept, judged by what refreshes took so far. */
    public Plan warn(Session session, Definitions wanted, Plan plan) {
        List<PlannedView> views = PlannedView.listOf(wanted);
        if (views.stream().noneMatch(PlannedView::isTarget)) {
            return plan;
        }
        List<String> names = views.stream().map(PlannedView::name).toList();
        Map<String, Set<String>> upstream = store.listUpstream(session, names);
        List<PlannedView> existing =
                views.stream().filter(view -> upstream.containsKey(view.name())).toList();
        RefreshGraph graph = new RefreshGraph(existing, upstream, store.listUsual(session, names));
        Plan warned = plan;
        for (PlannedView view : existing) {
            Optional<String> infeasible = Outlooks.infeasible(graph, view);
            if (infeasible.isPresent()) {
                warned = warned.withWarning(
                        new DefinitionName(DefinitionKind.VIEW, view.name()),
                        "its promise cannot be kept: " + infeasible.get());
            }
        }
        return warned;
    }

    private Duration plan() {
        if (lease.nodeId().isEmpty()) {
            return WITHOUT_LEASE;
        }
        Definitions inForce = definitions.get();
        return database.transaction(session -> store.tryLock(session) ? plan(session, inForce) : WHILE_ANOTHER_PLANS);
    }

    private Duration plan(Session session, Definitions inForce) {
        Instant now = store.now(session);
        Known current = known(session, inForce, now);
        if (current.planned.isEmpty()) {
            store.plan(session, List.of());
            return WITHOUT_TARGETS;
        }
        RefreshGraph graph =
                new RefreshGraph(current.views, current.upstream, store.listUsual(session, current.upstream.keySet()));
        Map<String, ViewNeed> needs = store.listNeeds(session, graph);
        Map<String, JobMoment> moments = Activity.of(graph, store.listMoments(session, Activity.jobsOf(graph)));
        RefreshPlan plan = StartPolicy.decide(graph, now, needs, moments);
        start(session, plan.starts());
        store.plan(session, Outlooks.of(graph, plan));
        Duration period = period(graph);
        return Optional.ofNullable(plan.next())
                .map(clock::until)
                .filter(until -> until.compareTo(period) < 0)
                .map(until -> until.plusMillis(1))
                .orElse(period);
    }

    private void start(Session session, List<RefreshPlan.Start> starts) {
        boolean started = false;
        for (RefreshPlan.Start start : starts) {
            // A deployment may have taken it away since.
            started |= jobs.find(session, start.job())
                    .map(job -> runs.queue(session, NewRun.due(job, start.reason())))
                    .isPresent();
        }
        if (started) {
            session.afterCommit(() -> wakeups.tell(Wakeups.RUN));
        }
    }

    private Known known(Session session, Definitions inForce, Instant now) {
        Known last = known;
        if (last != null && last.definitions.equals(inForce) && now.isBefore(last.readAt.plus(GRAPH_IS_KNOWN_FOR))) {
            return last;
        }
        List<PlannedView> declared = PlannedView.listOf(inForce);
        boolean anyTarget = declared.stream().anyMatch(PlannedView::isTarget);
        Map<String, Set<String>> upstream = anyTarget
                ? store.listUpstream(
                        session, declared.stream().map(PlannedView::name).toList())
                : Map.of();
        Known read = Known.of(inForce, declared, upstream, now);
        known = read;
        return read;
    }

    /** How long a change may go unseen: a part of the least time that any promise leaves, or of the way where it leaves none. */
    static Duration period(RefreshGraph graph) {
        Duration least = graph.views().stream()
                .filter(PlannedView::isTarget)
                .map(target -> slack(graph, target).dividedBy(LOOKS_PER_SLACK))
                .reduce(SELDOMEST, (one, other) -> one.compareTo(other) < 0 ? one : other);
        return least.compareTo(OFTENEST) < 0 ? OFTENEST : least;
    }

    private static Duration slack(RefreshGraph graph, PlannedView target) {
        Duration way = graph.wayTo(target.name());
        Duration leaves = Objects.requireNonNull(target.promise()).strictest().minus(way);
        return leaves.isPositive() ? leaves : way;
    }

    /** What is declared and concerns the planner, and what the catalogs say of it. */
    private record Known(
            Definitions definitions,
            List<PlannedView> views,
            Map<String, Set<String>> upstream,
            Set<String> planned,
            Instant readAt) {

        static Known of(
                Definitions definitions,
                Collection<PlannedView> declared,
                Map<String, Set<String>> upstream,
                Instant readAt) {
            List<PlannedView> existing = declared.stream()
                    .filter(view -> upstream.containsKey(view.name()))
                    .toList();
            RefreshGraph graph = new RefreshGraph(existing, upstream, Map.of());
            Set<String> planned = graph.views().stream()
                    .filter(graph::isPlanned)
                    .map(PlannedView::name)
                    .collect(Collectors.toSet());
            Set<String> concerned = graph.concerned();
            Map<String, Set<String>> reads = new HashMap<>(upstream);
            reads.keySet().retainAll(concerned);
            List<PlannedView> kept = existing.stream()
                    .filter(view -> concerned.contains(view.name()))
                    .toList();
            return new Known(definitions, kept, reads, planned, readAt);
        }
    }
}
