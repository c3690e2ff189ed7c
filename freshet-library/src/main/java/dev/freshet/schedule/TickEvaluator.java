// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.DatabaseClock;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.Wakeups;
import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import dev.freshet.job.Job;
import dev.freshet.job.JobStore;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes at the next due moment of any schedule and accounts for the ticks that are due. */
public final class TickEvaluator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TickEvaluator.class);
    private static final Duration POLL = Duration.ofSeconds(15);
    private static final Duration WITHOUT_LEASE = Duration.ofMillis(250);
    private static final Duration WHILE_ANOTHER_EVALUATES = Duration.ofMillis(5);
    private static final int JOBS_AT_ONCE = 100;
    private static final int TICKS_AT_ONCE = 1_000;

    private final Database database;
    private final DatabaseClock clock;
    private final NodeLease lease;
    private final Wakeups wakeups;
    private final JobStore jobs;
    private final TickStore ticks;
    private final TickFirer firer;
    private final TickOrderStore orders;
    private final TickSequences sequences = new TickSequences();
    private final Agent agent = new Agent("tick-evaluator", this::evaluate);

    public TickEvaluator(
            Database database,
            DatabaseClock clock,
            NodeLease lease,
            Wakeups wakeups,
            JobStore jobs,
            TickStore ticks,
            TickFirer firer,
            TickOrderStore orders) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
        this.wakeups = wakeups;
        this.jobs = jobs;
        this.ticks = ticks;
        this.firer = firer;
        this.orders = orders;
        wakeups.subscribe(message -> {
            if (message.equals(Wakeups.DEFINITIONS) || message.equals(Wakeups.RESYNC)) {
                agent.wake();
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

    private Duration evaluate() {
        OptionalLong node = lease.nodeId();
        if (node.isEmpty()) {
            return WITHOUT_LEASE;
        }
        Round round = database.transaction(session -> {
            List<Job> due = jobs.lockDue(session, JOBS_AT_ONCE);
            boolean fired = false;
            for (Job job : due) {
                fired |= evaluate(session, job, node.getAsLong());
            }
            if (fired) {
                session.afterCommit(() -> wakeups.tell(Wakeups.RUN));
            }
            return new Round(due.isEmpty(), jobs.findNextTick(session));
        });
        Duration wait = round.next
                .map(clock::until)
                .filter(until -> until.compareTo(POLL) < 0)
                .orElse(POLL);
        // Due, yet nothing to evaluate: another node has it locked right now.
        return round.idle && wait.isZero() ? WHILE_ANOTHER_EVALUATES : wait;
    }

    private boolean evaluate(Session session, Job job, long nodeId) {
        Optional<TickSequence> ticking;
        try {
            ticking = sequences.of(job.definition().schedule());
        } catch (RuntimeException e) {
            // A neighbour of another version may have accepted what this one cannot read, and accounts for its ticks.
            LOG.error("The schedule of job {} cannot be read: {}", job.name(), e.getMessage());
            jobs.leaveToOthers(session, job.name());
            return false;
        }
        if (ticking.isEmpty()) {
            jobs.advance(session, job.name(), ticks.now(session), null);
            return false;
        }
        TickSequence sequence = ticking.get();
        Instant now = ticks.now(session);
        Instant from = job.evaluatedUntil() == null ? now : job.evaluatedUntil();
        List<Tick> ahead = sequence.between(
                from.plusNanos(1_000),
                now.plusNanos(1_000),
                TICKS_AT_ONCE + Math.max(1, job.definition().catchUpLimit()));
        List<Tick> due = ahead.subList(0, Math.min(TICKS_AT_ONCE, ahead.size()));
        int following = ahead.size() - due.size();
        boolean more = following > 0;
        Instant until = more ? due.get(due.size() - 1).at() : now;
        List<TickOrder> ordered = orders.listDue(session, job.name(), from, until, now);
        OrderedTicks parted = OrderedTicks.part(due, ordered, sequence, now);
        boolean fired = firer.fire(session, job, sequence, parted, following, now, nodeId);
        Instant next = more ? now : next(session, job, sequence, until, now);
        jobs.advance(session, job.name(), until, next);
        return fired;
    }

    /** The next tick, or the moment to which one was moved if that comes first. */
    private @Nullable Instant next(Session session, Job job, TickSequence sequence, Instant until, Instant now) {
        Instant tick = sequence.next(until).map(Tick::at).orElse(null);
        Instant move = orders.findNextMove(session, job.name(), now).orElse(null);
        return tick == null || (move != null && move.isBefore(tick)) ? move : tick;
    }

    private record Round(boolean idle, Optional<Instant> next) {}
}
