// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import dev.freshet.definition.CatchUpPolicy;
import dev.freshet.definition.JobDefinition;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of due ticks: pause, catch-up, overlap, in that order. Pure. */
final class TickPolicy {

    /** A tick evaluated later than this was missed; earlier, the scheduler was merely slow. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private static final String MISSED = "missed: no node evaluated it in time (catch-up: none)";

    private TickPolicy() {}

    /**
     * Ticks of one evaluation that need no knowledge of what runs.
     *
     * @param due in order, all at or before {@code now}
     * @param following how many further due ticks the next evaluation has, counted no further than the catch-up limit
     * @return decisions for the missed ones, and the ticks that are on time
     */
    static CatchUp catchUp(Job job, List<Tick> due, int following, Instant now) {
        Job.Pause pause = pauseAt(job, now);
        if (pause != null) {
            return new CatchUp(skipAll(due, paused(pause)), List.of());
        }
        List<Tick> missed = due.stream().filter(tick -> isMissed(tick, now)).toList();
        List<Tick> onTime = due.subList(missed.size(), due.size());
        if (missed.isEmpty()) {
            return new CatchUp(List.of(), onTime);
        }
        JobDefinition definition = job.definition();
        CatchUpPolicy policy = definition.catchUp();
        return switch (policy) {
            case NONE -> new CatchUp(skipAll(missed, MISSED), onTime);
            case LATEST -> latest(due, following > 0);
            case ALL -> all(missed, onTime, definition.catchUpLimit(), following);
        };
    }

    private static CatchUp latest(List<Tick> due, boolean more) {
        // The newest due tick meets the overlap policy like any other; the older ones are answered by what it gets.
        List<Tick> older = more ? due : due.subList(0, due.size() - 1);
        List<Tick> newest = more ? List.of() : due.subList(due.size() - 1, due.size());
        List<TickDecision> decisions = new ArrayList<>();
        older.forEach(tick -> decisions.add(
                more
                        ? new TickDecision.Skip(tick, "missed: answered by a later tick (catch-up: latest)")
                        : new TickDecision.MergeIntoNewest(
                                tick, "missed: merged into the latest tick (catch-up: latest)")));
        return new CatchUp(decisions, newest);
    }

    private static CatchUp all(List<Tick> missed, List<Tick> onTime, int limit, int following) {
        // The newest ones are kept, and those that follow are newer.
        int kept = Math.min(Math.max(0, limit - following), missed.size());
        List<Tick> old = missed.subList(0, missed.size() - kept);
        List<TickDecision> decisions =
                new ArrayList<>(skipAll(old, "missed: beyond the catch-up limit of " + limit + " (catch-up: all)"));
        missed.subList(missed.size() - kept, missed.size())
                .forEach(tick -> decisions.add(new TickDecision.Fire(tick, "missed, caught up (catch-up: all)")));
        return new CatchUp(decisions, onTime);
    }

    /**
     * Decides on one tick that is on time.
     *
     * @param active of the runs that have not ended at least the oldest of each sort that a policy asks for, oldest first
     */
    static TickDecision overlap(JobDefinition job, Tick tick, List<Run> active) {
        // A slice of the past neither answers for a tick nor stands in its way: else a backfill would starve the
        // schedule.
        List<Run> own =
                active.stream().filter(run -> run.trigger() != Trigger.BACKFILL).toList();
        // A queued run with parameters of its own, or one that does an earlier one's work again, is about something
        // else
        // and answers for no tick.
        Optional<Run> queued = own.stream()
                .filter(run -> run.state() == RunState.QUEUED
                        && run.trigger() != Trigger.RETRY
                        && run.parameters().isEmpty())
                .findFirst();
        Optional<Run> running =
                own.stream().filter(run -> run.state() != RunState.QUEUED).findFirst();
        return switch (job.overlap()) {
            case ALLOW -> new TickDecision.Fire(tick, tick.note());
            case SKIP ->
                own.stream()
                        .filter(run -> run.heldBecause() == null)
                        .findFirst()
                        .<TickDecision>map(run -> new TickDecision.Skip(tick, stillActive(run) + " (overlap: skip)"))
                        .orElseGet(() -> queued.<TickDecision>map(run -> merge(tick, run))
                                .orElseGet(() -> new TickDecision.Fire(tick, tick.note())));
            case COALESCE ->
                queued.<TickDecision>map(run -> merge(tick, run))
                        .orElseGet(() -> new TickDecision.Fire(
                                tick,
                                running.map(run -> "follows " + stillActive(run))
                                        .orElse(tick.note())));
            case CANCEL_RUNNING ->
                queued.<TickDecision>map(run -> merge(tick, run))
                        .orElseGet(() -> running.<TickDecision>map(run -> new TickDecision.FireInstead(tick, run.id()))
                                .orElseGet(() -> new TickDecision.Fire(tick, tick.note())));
        };
    }

    /**
     * Decides on a tick whose moment, to which somebody moved it, has come.
     *
     * @param due that moment
     * @param active runs of the job that have not ended, oldest first
     */
    static TickDecision moved(Job job, Tick tick, Instant due, Instant now, List<Run> active) {
        Job.Pause pause = pauseAt(job, now);
        if (pause != null) {
            return new TickDecision.Skip(tick, paused(pause));
        }
        boolean missed = due.plus(GRACE).isBefore(now);
        return missed && job.definition().catchUp() == CatchUpPolicy.NONE
                ? new TickDecision.Skip(tick, MISSED)
                : overlap(job.definition(), tick, active);
    }

    private static TickDecision merge(Tick tick, Run queued) {
        boolean held = queued.heldBecause() != null;
        String reason = held
                ? "merged into run " + queued.id() + ", which was held because " + queued.heldBecause()
                : "merged into run " + queued.id() + ", which had not started yet";
        return new TickDecision.MergeInto(tick, queued.id(), held, reason);
    }

    private static String stillActive(Run run) {
        return "run " + run.id() + ", " + run.state().id() + " since "
                + (run.startedAt() == null ? run.queuedAt() : run.startedAt()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean isMissed(Tick tick, Instant now) {
        return tick.at().plus(GRACE).isBefore(now);
    }

    private static String paused(Job.Pause pause) {
        return "paused by " + pause.by() + (pause.reason() == null ? "" : ": " + pause.reason());
    }

    private static Job.@Nullable Pause pauseAt(Job job, Instant now) {
        Job.Pause pause = job.pause();
        boolean over = pause != null && pause.until() != null && !pause.until().isAfter(now);
        return over ? null : pause;
    }

    private static List<TickDecision> skipAll(List<Tick> ticks, String reason) {
        return ticks.stream()
                .<TickDecision>map(tick -> new TickDecision.Skip(tick, reason))
                .toList();
    }

    /** Decisions on missed ticks, and the ticks that go on to the overlap policy. */
    record CatchUp(List<TickDecision> decided, List<Tick> onTime) {}
}
