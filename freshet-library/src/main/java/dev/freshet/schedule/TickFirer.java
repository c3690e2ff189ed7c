// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cluster.Wakeups;
import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.event.NodeObserver;
import dev.freshet.event.TickAccount;
import dev.freshet.job.Job;
import dev.freshet.job.JobStore;
import dev.freshet.job.NewRun;
import dev.freshet.job.Run;
import dev.freshet.job.RunControl;
import dev.freshet.job.RunListener;
import dev.freshet.job.RunQueries;
import dev.freshet.job.RunStore;
import dev.freshet.job.Trigger;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries out what {@link TickPolicy} decided: ledger rows, runs, cancels. Works in the caller's transaction. */
public final class TickFirer implements RunListener {

    private static final TickOrder.State DONE = TickOrder.State.DONE;
    private static final TickOrder.State LAPSED = TickOrder.State.LAPSED;

    private final TickStore ticks;
    private final JobStore jobs;
    private final RunStore runs;
    private final RunQueries queries;
    private final TickOrderStore orders;
    private final NodeObserver observer;

    public TickFirer(
            TickStore ticks,
            JobStore jobs,
            RunStore runs,
            RunQueries queries,
            TickOrderStore orders,
            NodeObserver observer) {
        this.ticks = ticks;
        this.jobs = jobs;
        this.runs = runs;
        this.queries = queries;
        this.orders = orders;
        this.observer = observer;
    }

    /**
     * Accounts for due ticks of one job, which the caller has locked.
     *
     * @param due those for which nothing was ordered, and those for which something was
     * @param following how many further due ticks the next evaluation has, counted no further than the catch-up limit
     * @return whether a run was queued or released
     */
    boolean fire(
            Session session,
            Job job,
            TickSequence sequence,
            OrderedTicks due,
            int following,
            Instant now,
            long nodeId) {
        Round round =
                new Round(session, job, now, nodeId, sequence, (tick, next) -> NewRun.fired(job, tick.at(), next));
        due.gone().forEach(order -> orders.settle(session, order, LAPSED, "the schedule has no such tick"));
        due.skipped().forEach(round::skip);
        due.waiting().forEach(round::postpone);
        if (!due.plain().isEmpty()) {
            fire(round, session, job, due.plain(), following, now);
        }
        due.moved().forEach(round::fireMoved);
        return round.fired;
    }

    private void fire(Round round, Session session, Job job, List<Tick> due, int following, Instant now) {
        TickPolicy.CatchUp catchUp = TickPolicy.catchUp(job, due, following, now);
        catchUp.decided().stream()
                .filter(decision -> !(decision instanceof TickDecision.MergeIntoNewest))
                .forEach(round::carryOut);
        for (Tick tick : catchUp.onTime()) {
            round.carryOut(TickPolicy.overlap(job.definition(), tick, inTheWay(session, job)));
        }
        catchUp.decided().stream()
                .filter(TickDecision.MergeIntoNewest.class::isInstance)
                .forEach(round::carryOut);
    }

    /** What the overlap policy has to know. */
    private List<Run> inTheWay(Session session, Job job) {
        return job.definition().overlap() == OverlapPolicy.ALLOW
                ? List.of()
                : queries.listInTheWay(session, job.name());
    }

    /** Fires the jobs that follow the success of another ({@code after:}); the tick is the moment of the success. */
    @Override
    public void runSucceeded(Session session, Run run) {
        runsSucceeded(session, List.of(run));
    }

    @Override
    public void runsSucceeded(Session session, List<Run> ended) {
        // A backfill is about the past: what follows a job follows its present.
        List<Run> succeeded =
                ended.stream().filter(run -> run.trigger() != Trigger.BACKFILL).toList();
        if (succeeded.isEmpty()) {
            return;
        }
        // All at once and in the order of names, as deployments lock them.
        Map<String, List<Job>> followers =
                jobs.lockAfter(session, succeeded.stream().map(Run::job).collect(Collectors.toSet())).stream()
                        .collect(Collectors.groupingBy(TickFirer::upstream));
        if (followers.isEmpty()) {
            return;
        }
        for (Run run : succeeded) {
            follow(session, run, followers.getOrDefault(run.job(), List.of()));
        }
        Wakeups.send(session, Wakeups.RUN);
    }

    private static String upstream(Job follower) {
        return follower.definition().schedule() instanceof ScheduleDefinition.After after ? after.job() : "";
    }

    private void follow(Session session, Run run, List<Job> followers) {
        Instant now = ticks.now(session).truncatedTo(ChronoUnit.MICROS);
        Tick tick = new Tick(now, List.of(), null);
        for (Job job : followers) {
            Round round = new Round(
                    session, job, now, null, null, (fired, next) -> NewRun.following(job, fired.at(), run.id()));
            TickPolicy.CatchUp catchUp = TickPolicy.catchUp(job, List.of(tick), 0, now);
            catchUp.decided().forEach(round::carryOut);
            catchUp.onTime()
                    .forEach(due -> round.carryOut(TickPolicy.overlap(job.definition(), due, inTheWay(session, job))));
        }
    }

    /** The ticks of one job in one transaction. */
    private final class Round {
        private final Session session;
        private final Job job;
        private final Instant now;
        private final @Nullable Long nodeId;
        private final @Nullable TickSequence sequence;
        private final BiFunction<Tick, @Nullable Instant, NewRun> newRun;
        private boolean fired;
        private @Nullable String told;
        private @Nullable Long newestRun;

        Round(
                Session session,
                Job job,
                Instant now,
                @Nullable Long nodeId,
                @Nullable TickSequence sequence,
                BiFunction<Tick, @Nullable Instant, NewRun> newRun) {
            this.session = session;
            this.job = job;
            this.now = now;
            this.nodeId = nodeId;
            this.sequence = sequence;
            this.newRun = newRun;
        }

        void skip(OrderedTicks.Ordered ordered) {
            record(ordered.tick(), TickOutcome.SKIPPED, ordered.order().words(), null);
            orders.settle(session, ordered.order(), DONE, null);
        }

        /** The order stays pending: its moment is still to come. */
        void postpone(OrderedTicks.Ordered ordered) {
            record(ordered.tick(), TickOutcome.MOVED, ordered.order().words(), null);
        }

        void fireMoved(OrderedTicks.Ordered ordered) {
            told = ordered.order().words();
            List<Run> active = inTheWay(session, job);
            carryOut(TickPolicy.moved(job, ordered.tick(), ordered.order().dueAt(), now, active));
            told = null;
            orders.settle(session, ordered.order(), DONE, null);
        }

        private @Nullable Instant next(Tick tick) {
            return sequence == null
                    ? null
                    : sequence.next(tick.at()).map(Tick::at).orElse(null);
        }

        void carryOut(TickDecision decision) {
            if (ticks.isSettled(session, job.name(), decision.tick().at())) {
                return;
            }
            if (job.definition().shadow()) {
                record(decision.tick(), TickOutcome.SHADOWED, Shadow.told(decision), null);
                return;
            }
            switch (decision) {
                case TickDecision.Fire fire -> queue(fire.tick(), fire.reason());
                case TickDecision.FireInstead instead -> {
                    boolean asked =
                            runs.requestCancel(session, instead.cancelRunId(), "schedule", "the next tick is due");
                    RunControl.askToCancel(session, queries, instead.cancelRunId());
                    queue(
                            instead.tick(),
                            "run " + instead.cancelRunId()
                                    + (asked ? " was cancelled for it" : " was being cancelled, or ended, already"));
                }
                case TickDecision.MergeInto merge -> {
                    if (merge.release()) {
                        runs.release(session, merge.runId(), merge.tick().at(), next(merge.tick()));
                        fired = true;
                    }
                    newestRun = merge.runId();
                    record(merge.tick(), TickOutcome.MERGED, merge.reason(), merge.runId());
                }
                case TickDecision.MergeIntoNewest merge -> {
                    TickOutcome outcome = newestRun == null ? TickOutcome.SKIPPED : TickOutcome.MERGED;
                    record(merge.tick(), outcome, merge.reason(), newestRun);
                }
                case TickDecision.Skip skip -> record(skip.tick(), TickOutcome.SKIPPED, skip.reason(), null);
            }
        }

        private void queue(Tick tick, @Nullable String reason) {
            long run = runs.queue(session, newRun.apply(tick, next(tick)));
            fired = true;
            newestRun = run;
            record(tick, TickOutcome.FIRED, reason, run);
        }

        private void record(Tick tick, TickOutcome outcome, @Nullable String reason, @Nullable Long runId) {
            String why = told == null ? reason : reason == null ? told : told + "; " + reason;
            ticks.record(session, job.name(), tick, outcome, why, runId, nodeId);
            Duration lateness = Duration.between(tick.at(), now);
            TickAccount account = new TickAccount(job.name(), tick.at(), outcome.id(), lateness, runId);
            session.afterCommit(() -> observer.tickAccounted(account));
        }
    }
}
