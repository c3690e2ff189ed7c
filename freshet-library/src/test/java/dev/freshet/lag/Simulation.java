// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Views over tables that change, refreshed by the policy as time goes by in the head. A table's name begins with {@code t}. */
final class Simulation {

    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Map<String, Set<String>> reads = new LinkedHashMap<>();
    private final Map<String, Duration> takes = new HashMap<>();
    private final List<PlannedView> views = new ArrayList<>();
    private final Map<String, List<Instant>> changes = new TreeMap<>();
    private final Map<String, Map<String, Integer>> shown = new HashMap<>();
    private final Map<String, Instant> readAt = new HashMap<>();
    private final Map<String, Working> working = new LinkedHashMap<>();
    private final Map<String, JobMoment.Ended> ended = new HashMap<>();
    private final List<Refresh> refreshes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable RefreshGraph graph;
    private Instant now = START;
    private boolean patient;

    /** A view with its own job or a group's. */
    void view(String name, String job, Duration duration, @Nullable Duration promise, String... sources) {
        views.add(new PlannedView(name, job, true, false, promise == null ? null : FreshnessPromise.of(promise)));
        reads.put(name, new LinkedHashSet<>(List.of(sources)));
        takes.put(name, duration);
        Map<String, Integer> all = new HashMap<>();
        for (String source : sources) {
            if (source.startsWith("t")) {
                changes.computeIfAbsent(source, table -> new ArrayList<>());
                all.put(source, 0);
            } else {
                shown.getOrDefault(source, Map.of()).keySet().forEach(table -> all.put(table, 0));
            }
        }
        shown.put(name, all);
        readAt.put(name, START);
        graph = null;
    }

    /** The same views, each promise so generous that it can be kept. */
    void promise(Random random) {
        RefreshGraph drawn = graph();
        List<PlannedView> given = new ArrayList<>();
        for (PlannedView view : views) {
            Duration way = StartPolicy.withMargin(drawn.wayTo(view.name()));
            Duration work = takes.values().stream().reduce(Duration.ZERO, Duration::plus);
            Duration promise = way.plus(work).multipliedBy(2 + random.nextInt(4));
            given.add(new PlannedView(
                    view.name(),
                    view.job(),
                    true,
                    false,
                    view.promise() == null ? null : FreshnessPromise.of(promise)));
        }
        views.clear();
        views.addAll(given);
        graph = null;
    }

    /** From here on a promise counts as broken only when it is so by more than one run of the job. */
    void allowTheRunBefore() {
        patient = true;
    }

    RefreshGraph graph() {
        RefreshGraph known = graph;
        if (known == null) {
            Map<String, Set<String>> upstream = new HashMap<>();
            reads.forEach((view, sources) -> {
                Set<String> read = new LinkedHashSet<>(sources);
                read.removeIf(source -> source.startsWith("t"));
                upstream.put(view, read);
            });
            known = new RefreshGraph(views, upstream, takes);
            graph = known;
        }
        return known;
    }

    List<Refresh> refreshes() {
        return refreshes;
    }

    List<String> faults() {
        return faults;
    }

    Set<String> tables() {
        return changes.keySet();
    }

    Map<String, Duration> takes() {
        return takes;
    }

    /** The tables that a view reads, directly or through others. */
    Set<String> tablesOf(String view) {
        return Objects.requireNonNull(shown.get(view)).keySet();
    }

    void change(String table) {
        Objects.requireNonNull(changes.get(table)).add(now);
    }

    /** Lets time pass. */
    void run(Duration span) {
        Instant end = now.plus(span);
        while (now.isBefore(end)) {
            Instant next = step();
            now = next.isBefore(end) ? next : end;
        }
        step();
    }

    /** Does all that is due at this moment, and says when to look again. */
    private Instant step() {
        List.copyOf(working.keySet()).forEach(this::advance);
        checkPromises();
        Map<String, ViewNeed> needs = new HashMap<>();
        views.forEach(view -> needs.put(view.name(), need(view.name())));
        Map<String, JobMoment> moments = new HashMap<>();
        graph().jobs().keySet().forEach(job -> {
            Working run = working.get(job);
            moments.put(job, new JobMoment(false, run == null ? null : run.startedAt, false, ended.get(job)));
        });
        RefreshPlan plan = StartPolicy.decide(graph(), now, needs, moments);
        plan.starts().forEach(start -> start(start, needs));
        Instant next = now.plus(LOOK);
        if (plan.next() != null && plan.next().isBefore(next)) {
            next = plan.next();
        }
        for (Working run : working.values()) {
            next = run.until.isBefore(next) ? run.until : next;
        }
        return next.isAfter(now) ? next : now.plusMillis(1);
    }

    private void start(RefreshPlan.Start start, Map<String, ViewNeed> needs) {
        List<PlannedView> members = Objects.requireNonNull(graph().jobs().get(start.job()));
        if (working.containsKey(start.job())) {
            faults.add(start.job() + " was started while it ran, at " + now);
            return;
        }
        if (members.stream()
                .allMatch(view -> Objects.requireNonNull(needs.get(view.name())).changedAt() == null)) {
            faults.add(start.job() + " was started for nothing at " + now);
        }
        Working run = new Working(now, new ArrayDeque<>(members));
        working.put(start.job(), run);
        begin(start.job(), run);
    }

    private void advance(String job) {
        Working run = Objects.requireNonNull(working.get(job));
        if (!run.until.isAfter(now)) {
            String view = Objects.requireNonNull(run.view);
            shown.put(view, run.seen);
            readAt.put(view, run.began);
            refreshes.add(new Refresh(view, run.began, now));
            begin(job, run);
        }
    }

    /** The next member of a run that has something new to show; the end of the run where there is none. */
    private void begin(String job, Working run) {
        while (!run.waiting.isEmpty()) {
            String view = run.waiting.removeFirst().name();
            if (need(view).changedAt() != null) {
                run.view = view;
                run.began = now;
                run.seen = available(view);
                run.until = now.plus(Objects.requireNonNull(takes.get(view)));
                return;
            }
        }
        working.remove(job);
        ended.put(job, new JobMoment.Ended(true, run.startedAt, now));
    }

    private void checkPromises() {
        for (PlannedView view : views) {
            Instant pending = need(view.name()).pendingAt();
            Duration late = patient ? graph().takes(view.job()) : Duration.ZERO;
            if (view.promise() != null
                    && pending != null
                    && pending.plus(view.promise().strictest()).plus(late).isBefore(now)) {
                faults.add(view.name() + " broke its promise at " + now + " for the change of " + pending);
            }
        }
    }

    private ViewNeed need(String view) {
        Map<String, Integer> shows = Objects.requireNonNull(shown.get(view));
        Map<String, Integer> could = available(view);
        Instant pending = null;
        Instant changed = null;
        for (Map.Entry<String, Integer> table : shows.entrySet()) {
            List<Instant> all = Objects.requireNonNull(changes.get(table.getKey()));
            if (table.getValue() < all.size()) {
                Instant oldest = all.get(table.getValue());
                pending = pending == null || oldest.isBefore(pending) ? oldest : pending;
                if (table.getValue() < could.getOrDefault(table.getKey(), 0)) {
                    changed = changed == null || oldest.isBefore(changed) ? oldest : changed;
                }
            }
        }
        return new ViewNeed(readAt.get(view), pending, changed);
    }

    /** How many changes of each table a view would show if it were read now: of several ways, the one that lags most. */
    private Map<String, Integer> available(String view) {
        Map<String, Integer> could = new HashMap<>();
        for (String source : Objects.requireNonNull(reads.get(view))) {
            if (source.startsWith("t")) {
                could.merge(source, Objects.requireNonNull(changes.get(source)).size(), Math::min);
            } else {
                Objects.requireNonNull(shown.get(source)).forEach((table, seen) -> could.merge(table, seen, Math::min));
            }
        }
        return could;
    }

    /** A refresh that has ended. */
    record Refresh(String view, Instant began, Instant ended) {}

    private static final class Working {
        private final Instant startedAt;
        private final Deque<PlannedView> waiting;
        private @Nullable String view;
        private Instant began;
        private Instant until;
        private Map<String, Integer> seen = Map.of();

        Working(Instant startedAt, Deque<PlannedView> waiting) {
            this.startedAt = startedAt;
            this.waiting = waiting;
            this.began = startedAt;
            this.until = startedAt;
        }
    }
}
