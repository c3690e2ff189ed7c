// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Job;
import dev.freshet.job.JobStore;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people do to single ticks while they lie ahead: skip, move, restore. Each act locks the job, so that it comes
 * before the tick is evaluated or is told that it comes too late, and is written to the audit trail.
 */
public final class TickControl {

    private static final int TICKS_NAMED = 3;

    private final Database database;
    private final JobStore jobs;
    private final TickStore ticks;
    private final TickOrderStore orders;
    private final AuditStore audit;
    private final TickForecast forecast = new TickForecast();

    public TickControl(Database database, JobStore jobs, TickStore ticks, TickOrderStore orders, AuditStore audit) {
        this.database = database;
        this.jobs = jobs;
        this.ticks = ticks;
        this.orders = orders;
        this.audit = audit;
    }

    /**
     * Lets a tick that lies ahead go by without a run; the ledger will say who wanted it so.
     *
     * @throws FreshetException JOB_NOT_FOUND, TICK_NOT_FOUND when the schedule has no such tick, ILLEGAL_TRANSITION when
     *     it has passed
     */
    public TickOrder skip(String jobName, Instant tick, Actor actor, @Nullable String reason) {
        return database.transaction(session -> {
            Job job = jobs.lock(session, jobName);
            checkOpen(session, job, tick);
            return order(session, job, tick, null, actor, reason);
        });
    }

    /** Skips the next tick for which nothing is ordered yet. */
    public TickOrder skipNext(String jobName, Actor actor, @Nullable String reason) {
        return database.transaction(session -> {
            Job job = jobs.lock(session, jobName);
            Instant open = firstOpen(session, job);
            Set<Instant> ordered = ordered(session, job, open);
            // One more than there are orders: the first without one is among them.
            Tick next = forecast.list(job, open, TickSequence.HORIZON, ordered.size() + 1).stream()
                    .filter(tick -> !ordered.contains(tick.at()))
                    .findFirst()
                    .orElseThrow(() -> noTicks(job));
            return order(session, job, next.at(), null, actor, reason);
        });
    }

    /**
     * Fires a tick that lies ahead at another moment; its run keeps the tick as its logical time.
     *
     * @throws FreshetException as {@link #skip}, or INVALID_ARGUMENT when the moment has passed
     */
    public TickOrder move(String jobName, Instant tick, Instant to, Actor actor, @Nullable String reason) {
        return database.transaction(session -> {
            Job job = jobs.lock(session, jobName);
            checkOpen(session, job, tick);
            Instant now = ticks.now(session);
            if (!to.isAfter(now) || to.equals(tick)) {
                throw new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The tick " + tick + " of " + jobName + " cannot be moved to " + to + ": expected "
                                + (to.equals(tick)
                                        ? "another moment than its own."
                                        : "a moment ahead, but it is " + now
                                                + ". To run the job now, run it by hand."));
            }
            TickOrder ordered = order(session, job, tick, to.truncatedTo(ChronoUnit.MICROS), actor, reason);
            jobs.evaluateBy(session, jobName, ordered.dueAt());
            return ordered;
        });
    }

    /**
     * Takes back what was ordered for a tick, while it lies ahead.
     *
     * @throws FreshetException TICK_NOT_FOUND when nothing is ordered, ILLEGAL_TRANSITION when the tick has passed
     */
    public void restore(String jobName, Instant tick, Actor actor, @Nullable String reason) {
        database.transaction(session -> {
            Job job = jobs.lock(session, jobName);
            TickOrder order = orders.find(session, jobName, tick)
                    .filter(found -> found.state() == TickOrder.State.PENDING)
                    .orElseThrow(() -> new FreshetException(
                            ErrorCode.TICK_NOT_FOUND,
                            "Nothing is ordered for the tick " + tick + " of " + jobName
                                    + ", or it has been carried out. GET /api/jobs/" + jobName
                                    + "/tick-orders lists what is."));
            if (tick.isBefore(firstOpen(session, job))) {
                throw new FreshetException(
                        ErrorCode.ILLEGAL_TRANSITION,
                        "The tick " + tick + " of " + jobName + " has passed; it waits for " + order.movedTo()
                                + ". Skip it, or move it to another moment.");
            }
            orders.remove(session, jobName, tick);
            record(session, actor, "restore-tick", jobName, reason, details(tick, null));
            return tick;
        });
    }

    private TickOrder order(
            Session session, Job job, Instant tick, @Nullable Instant to, Actor actor, @Nullable String reason) {
        orders.put(session, job.name(), tick, to, actor.name(), reason);
        record(session, actor, to == null ? "skip-tick" : "move-tick", job.name(), reason, details(tick, to));
        TickOrder ordered = orders.find(session, job.name(), tick).orElseThrow();
        if (tick.isBefore(firstOpen(session, job))) {
            // It had been moved to a moment that still lies ahead: the ledger tells the new one, or that it is skipped.
            if (to == null) {
                ticks.settle(
                        session, job.name(), new Tick(tick, List.of(), null), TickOutcome.SKIPPED, ordered.words());
                orders.settle(session, ordered, TickOrder.State.DONE, null);
            } else {
                ticks.settle(session, job.name(), new Tick(tick, List.of(), null), TickOutcome.MOVED, ordered.words());
            }
        }
        return ordered;
    }

    private void record(
            Session session,
            Actor actor,
            String action,
            String job,
            @Nullable String reason,
            Map<String, String> details) {
        audit.record(session, actor, action, "job", job, reason, details);
        Wakeups.send(session, Wakeups.DEFINITIONS);
    }

    private static Map<String, String> details(Instant tick, @Nullable Instant to) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("tick", tick.toString());
        if (to != null) {
            details.put("to", to.toString());
        }
        return details;
    }

    private void checkOpen(Session session, Job job, Instant tick) {
        Instant open = firstOpen(session, job);
        Optional<TickOrder> order = orders.find(session, job.name(), tick);
        boolean pending = order.isPresent() && order.get().state() == TickOrder.State.PENDING;
        boolean done = order.isPresent() && order.get().state() == TickOrder.State.DONE;
        boolean passed = tick.isBefore(open) && !pending;
        if (passed || done) {
            throw new FreshetException(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "The tick " + tick + " of " + job.name() + " has passed and is in the ledger; "
                            + nextTicks(job, open));
        }
        if (!pending && forecast.find(job, tick).isEmpty()) {
            throw new FreshetException(
                    ErrorCode.TICK_NOT_FOUND, job.name() + " has no tick at " + tick + "; " + nextTicks(job, open));
        }
    }

    private String nextTicks(Job job, Instant from) {
        List<Tick> next = forecast.list(job, from, TickSequence.HORIZON, TICKS_NAMED);
        return next.isEmpty()
                ? "it has no ticks of its own."
                : "its next ticks are "
                        + String.join(
                                ", ",
                                next.stream().map(tick -> tick.at().toString()).toList())
                        + ".";
    }

    /** Ticks before this instant are in the ledger. */
    private Instant firstOpen(Session session, Job job) {
        Instant until = job.evaluatedUntil();
        return until == null ? ticks.now(session) : until.plusNanos(1_000);
    }

    /**
     * The open ticks for which something was ordered: also those that fired ahead of their time, for nothing can be ordered
     * for such a tick any more, and also while their own moment has come and is not evaluated yet.
     */
    private Set<Instant> ordered(Session session, Job job, Instant open) {
        Instant now = ticks.now(session);
        return Stream.concat(
                        orders.listAhead(session).stream()
                                .filter(order -> order.job().equals(job.name())),
                        orders.listDue(session, job.name(), open.minusNanos(1_000), now, now).stream())
                .map(TickOrder::scheduledFor)
                .collect(Collectors.toSet());
    }

    private static FreshetException noTicks(Job job) {
        return new FreshetException(
                ErrorCode.TICK_NOT_FOUND,
                "Job " + job.name() + " has no next tick: it has no schedule of its own, or the schedule has ended.");
    }
}
