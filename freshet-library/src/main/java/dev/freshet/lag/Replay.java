// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what was recorded once more, in its head: {@link StartPolicy} starts what it would start, schedules start
 * what they do, and each refresh takes what it usually takes. Nothing happens between two of the moments it looks at.
 */
final class Replay {

    /** While one view waits for another: how long may change with time alone. */
    private static final Duration LOOK_WHILE_WAITING = Duration.ofSeconds(1);

    private static final Duration TICK = Duration.ofMillis(1);

    private final RefreshGraph graph;
    private final RecordedLoad load;
    private final Timetable timetable;
    private final Map<String, Duration> takes;
    private final Instant end;
    private final Map<String, Shown> shown = new LinkedHashMap<>();
    private final Map<String, Long> happened = new HashMap<>();
    private final Map<String, Work> working = new LinkedHashMap<>();
    private final Map<String, JobMoment.Ended> ended = new HashMap<>();
    private final Map<String, Instant> nextTick = new HashMap<>();
    private final Set<String> scheduled = new TreeSet<>();
    private Instant now;

    private Replay(
            RefreshGraph graph, RecordedLoad load, Timetable timetable, Map<String, Duration> takes, Duration span) {
        this.graph = graph;
        this.load = load;
        this.timetable = timetable;
        this.takes = takes;
        now = load.from();
        end = now.plus(span);
        for (PlannedView view : graph.views()) {
            Map<String, Long> seen = new HashMap<>();
            load.sources().getOrDefault(view.name(), Set.of()).forEach(source -> seen.put(source, 0L));
            shown.put(view.name(), new Shown(view, now, seen));
        }
        load.changes().forEach((source, times) -> {
            if (!times.isEmpty()) {
                happened.put(source, 0L);
            }
        });
        graph.jobs()
                .keySet()
                .forEach(job -> timetable.nextOf(job, now.minus(TICK)).ifPresent(tick -> nextTick.put(job, tick)));
    }

    /**
     * Replays.
     *
     * @param takes how long the refresh of each view takes
     * @param most moments to look at; what is left then does not count
     */
    static Replayed of(
            RefreshGraph graph,
            RecordedLoad load,
            Timetable timetable,
            Map<String, Duration> takes,
            Duration span,
            int most) {
        Replay replay = new Replay(graph, load, timetable, takes, span);
        int moments = 0;
        while (replay.now.isBefore(replay.end) && moments++ < most) {
            Instant next = replay.step();
            replay.now = next.isBefore(replay.end) ? next : replay.end;
        }
        return replay.result();
    }

    /** Does what is due at this moment, and says which is the next one. */
    private Instant step() {
        happened.replaceAll((source, number) -> until(now, source, number));
        List.copyOf(working.keySet()).forEach(this::advance);
        tick();
        Map<String, ViewNeed> needs = needs();
        RefreshPlan plan = StartPolicy.decide(graph, now, needs, moments());
        plan.starts().forEach(start -> start(start.job(), true));
        Instant next = plan.next() == null ? end : plan.next();
        if (plan.outlooks().values().stream().anyMatch(outlook -> outlook.waitsFor() != null)) {
            next = earlier(next, now.plus(LOOK_WHILE_WAITING));
        }
        for (Work work : working.values()) {
            next = earlier(next, work.until);
        }
        for (Instant tick : nextTick.values()) {
            next = earlier(next, tick);
        }
        Instant news = nextNews();
        next = news == null ? next : earlier(next, news);
        return next.isAfter(now) ? next : now.plus(TICK);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private long until(Instant moment, String source, long from) {
        ChangeTimes times = Objects.requireNonNull(load.changes().get(source));
        long number = from;
        while (!times.at(number).isAfter(moment)) {
            number++;
        }
        return number;
    }

    /** The next change that makes a difference: of a source that some view shows all of. */
    private @Nullable Instant nextNews() {
        Instant next = null;
        for (Map.Entry<String, Long> source : happened.entrySet()) {
            boolean news =
                    shown.values().stream().anyMatch(view -> source.getValue().equals(view.seen.get(source.getKey())));
            Instant change = news
                    ? Objects.requireNonNull(load.changes().get(source.getKey()))
                            .at(source.getValue())
                    : null;
            if (change != null && (next == null || change.isBefore(next))) {
                next = change;
            }
        }
        return next;
    }

    private void tick() {
        for (Map.Entry<String, Instant> tick : nextTick.entrySet()) {
            if (!tick.getValue().isAfter(now)) {
                scheduled.add(tick.getKey());
                tick.setValue(timetable.nextOf(tick.getKey(), now).orElse(end));
            }
        }
        for (String job : List.copyOf(scheduled)) {
            // A tick while its job is at work waits for its end, and several of them make one run.
            if (!working.containsKey(job)) {
                scheduled.remove(job);
                start(job, false);
            }
        }
    }

    private Map<String, JobMoment> moments() {
        Map<String, JobMoment> moments = new HashMap<>();
        for (String job : graph.jobs().keySet()) {
            Work work = working.get(job);
            moments.put(job, new JobMoment(false, work == null ? null : work.startedAt, false, ended.get(job)));
        }
        return moments;
    }

    private void start(String job, boolean skipping) {
        Work work = new Work(now, new ArrayDeque<>(graph.jobs().getOrDefault(job, List.of())), skipping);
        working.put(job, work);
        begin(job, work);
    }

    private void advance(String job) {
        Work work = Objects.requireNonNull(working.get(job));
        if (!work.until.isAfter(now)) {
            finish(work);
            begin(job, work);
        }
    }

    /**
     * The next view of a run that has something new to show, or any where a schedule says so; of views that change at once
     * all of them. The end of the run where none is left.
     */
    private void begin(String job, Work work) {
        Map<String, ViewNeed> needs = needs();
        work.reads.clear();
        boolean atOnce = work.left.stream().allMatch(PlannedView::atOnce);
        while (!work.left.isEmpty() && (atOnce || work.reads.isEmpty())) {
            List<PlannedView> next = atOnce ? List.copyOf(work.left) : List.of(work.left.removeFirst());
            boolean news = next.stream()
                    .anyMatch(view ->
                            Objects.requireNonNull(needs.get(view.name())).changedAt() != null);
            if (!work.skipping || news) {
                next.forEach(view -> read(view.name(), work));
            }
            if (atOnce) {
                work.left.clear();
            }
        }
        if (!work.reads.isEmpty()) {
            return;
        }
        working.remove(job);
        ended.put(job, new JobMoment.Ended(true, work.startedAt, now));
        timetable.after().forEach((follower, before) -> {
            if (before.equals(job) && graph.jobs().containsKey(follower)) {
                scheduled.add(follower);
            }
        });
    }

    private void read(String view, Work work) {
        Instant until = now.plus(takes.getOrDefault(view, Duration.ZERO));
        work.until = work.reads.isEmpty() || work.until.isBefore(until) ? until : work.until;
        work.reads.put(view, new Read(now, asOf(view, work.reads), available(view, work.reads)));
    }

    private void finish(Work work) {
        Map<String, @Nullable Instant> pending = new HashMap<>();
        work.reads.keySet().forEach(view -> pending.put(view, pendingOf(shownBy(view))));
        work.reads.forEach((name, read) -> {
            Shown view = shownBy(name);
            view.account(pending.get(name), now);
            view.seen = read.seen;
            view.readAt = read.at;
            view.asOf = read.asOf;
            view.refreshes++;
        });
    }

    private Map<String, ViewNeed> needs() {
        Map<String, Reading> readings = new HashMap<>();
        shown.keySet().forEach(view -> readings.put(view, reading(view)));
        Map<String, ViewNeed> needs = new HashMap<>();
        readings.forEach((view, reading) -> needs.put(
                view,
                reading.need(graph.upstreamOf(view).stream()
                        .map(source -> Objects.requireNonNull(readings.get(source)))
                        .toList())));
        return needs;
    }

    private Reading reading(String name) {
        Shown view = shownBy(name);
        Map<String, Long> available = available(name, Map.of());
        Instant pending = null;
        Instant actionable = null;
        for (Map.Entry<String, Long> source : view.seen.entrySet()) {
            if (source.getValue() < happened.getOrDefault(source.getKey(), 0L)) {
                Instant change = Objects.requireNonNull(load.changes().get(source.getKey()))
                        .at(source.getValue());
                pending = pending == null ? change : earlier(pending, change);
                if (source.getValue() < available.getOrDefault(source.getKey(), 0L)) {
                    actionable = actionable == null ? change : earlier(actionable, change);
                }
            }
        }
        RecordedLoad.Aging aging = load.aging().get(name);
        return new Reading(
                view.readAt, view.asOf, aging != null, aging == RecordedLoad.Aging.BY_ITSELF, pending, actionable);
    }

    /**
     * How many changes of each source a view would show if it were read now: of several ways, the one that lags most.
     *
     * @param before what is read in the same transaction
     */
    private Map<String, Long> available(String name, Map<String, Read> before) {
        Map<String, Long> available = new HashMap<>();
        for (String source : shownBy(name).seen.keySet()) {
            long least = happened.getOrDefault(source, 0L);
            for (String upstream : graph.upstreamOf(name)) {
                Read read = before.get(upstream);
                Map<String, Long> seen = read == null ? shownBy(upstream).seen : read.seen;
                least = Math.min(least, seen.getOrDefault(source, least));
            }
            available.put(source, least);
        }
        return available;
    }

    /** The instant whose data a view would show if it were read now. */
    private Instant asOf(String name, Map<String, Read> before) {
        Instant oldest = now;
        for (String upstream : graph.upstreamOf(name)) {
            Read read = before.get(upstream);
            Instant asOf = read == null ? pendingOf(shownBy(upstream)) : read.asOf;
            oldest = asOf == null ? oldest : earlier(oldest, asOf);
        }
        return oldest;
    }

    /** Since when there has been something that a view does not show; null where there is nothing. */
    private @Nullable Instant pendingOf(Shown view) {
        Reading reading = reading(view.declared.name());
        return reading.byAge() ? reading.asOf() : reading.pendingAt();
    }

    private Shown shownBy(String view) {
        return Objects.requireNonNull(shown.get(view));
    }

    private Replayed result() {
        Map<String, Integer> refreshes = new HashMap<>();
        Map<String, Duration> worst = new HashMap<>();
        Map<String, Duration> broken = new HashMap<>();
        happened.replaceAll((source, number) -> until(now, source, number));
        shown.forEach((name, view) -> {
            view.account(pendingOf(view), now);
            refreshes.put(name, view.refreshes);
            worst.put(name, view.worst);
            broken.put(name, view.broken);
        });
        return new Replayed(Duration.between(load.from(), now), refreshes, worst, broken);
    }

    /** What a view shows, and how it did so far. */
    private static final class Shown {
        private final PlannedView declared;
        private Map<String, Long> seen;
        private Instant readAt;
        private Instant asOf;
        private Instant accountedTo;
        private int refreshes;
        private Duration worst = Duration.ZERO;
        private Duration broken = Duration.ZERO;

        Shown(PlannedView declared, Instant readAt, Map<String, Long> seen) {
            this.declared = declared;
            this.seen = seen;
            this.readAt = readAt;
            this.asOf = readAt;
            this.accountedTo = readAt;
        }

        void account(@Nullable Instant pending, Instant now) {
            if (pending != null) {
                Duration lag = Duration.between(pending, now);
                worst = lag.compareTo(worst) > 0 ? lag : worst;
                FreshnessPromise promise = declared.promise();
                Instant breaks = promise == null ? null : promise.breachAt(pending);
                if (breaks != null && breaks.isBefore(now)) {
                    broken = broken.plus(Duration.between(breaks.isBefore(accountedTo) ? accountedTo : breaks, now));
                }
            }
            accountedTo = now;
        }
    }

    /** A view as it was read. */
    private record Read(Instant at, Instant asOf, Map<String, Long> seen) {}

    /** A run. */
    private static final class Work {
        private final Instant startedAt;
        private final Deque<PlannedView> left;
        private final boolean skipping;
        private final Map<String, Read> reads = new LinkedHashMap<>();
        private Instant until;

        Work(Instant startedAt, Deque<PlannedView> left, boolean skipping) {
            this.startedAt = startedAt;
            this.left = left;
            this.skipping = skipping;
            until = startedAt;
        }
    }
}
