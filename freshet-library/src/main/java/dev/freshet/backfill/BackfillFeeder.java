// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.Wakeups;
import dev.freshet.job.Job;
import dev.freshet.job.JobStore;
import dev.freshet.job.NewRun;
import dev.freshet.job.RunStore;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps backfills going: settles slices whose run has ended, queues runs for the next ones, and closes a backfill when
 * none is left. Every node does; the backfill's row is locked meanwhile, and what another node has locked is its.
 */
public final class BackfillFeeder implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration WITHOUT_LEASE = Duration.ofMillis(250);

    private final Database database;
    private final NodeLease lease;
    private final JobStore jobs;
    private final RunStore runs;
    private final BackfillStore backfills;
    private final SliceStore slices;
    private final Agent agent = new Agent("backfill-feeder", this::feed);
    /** Whether the end of a run may be news; spares the others a look after each. */
    private volatile boolean hasOpen = true;

    public BackfillFeeder(
            Database database,
            NodeLease lease,
            Wakeups wakeups,
            JobStore jobs,
            RunStore runs,
            BackfillStore backfills,
            SliceStore slices) {
        this.database = database;
        this.lease = lease;
        this.jobs = jobs;
        this.runs = runs;
        this.backfills = backfills;
        this.slices = slices;
        wakeups.subscribe(message -> {
            boolean ended = hasOpen && message.startsWith(Wakeups.ENDED);
            if (ended || message.equals(Wakeups.BACKFILL) || message.equals(Wakeups.RESYNC)) {
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

    private Duration feed() {
        if (lease.nodeId().isEmpty()) {
            return WITHOUT_LEASE;
        }
        // Before the look: what is opened during it sends a message of its own.
        List<Long> open = database.call(backfills::listOpen);
        hasOpen = !open.isEmpty();
        for (long id : open) {
            database.transaction(session -> backfills.tryLock(session, id) && feed(session, id));
        }
        return POLL;
    }

    /** The backfill is locked. Returns whether anything changed. */
    private boolean feed(Session session, long id) {
        int settled = slices.settle(session, id);
        Backfill backfill = backfills.find(session, id).orElseThrow();
        int waiting = backfill.count(SliceState.WAITING);
        int active = backfill.count(SliceState.ACTIVE);
        boolean halted = backfill.failFast() && backfill.bad() > 0;
        boolean changed = settled > 0;
        boolean over = waiting == 0 || (halted && backfill.state() == BackfillState.RUNNING);
        if (active == 0 && over && backfill.state().isOpen()) {
            changed |= end(session, backfill, waiting);
        } else if (backfill.state() == BackfillState.RUNNING && !halted) {
            changed |= queue(session, backfill, Math.min(waiting, backfill.parallel() - active));
        }
        if (changed) {
            Wakeups.send(session, Wakeups.BACKFILL);
        }
        return changed;
    }

    private boolean end(Session session, Backfill backfill, int waiting) {
        int bad = backfill.bad();
        String note = bad == 0
                ? null
                : bad + " of " + backfill.slices() + " slices did not succeed"
                        + (waiting == 0 ? "" : "; " + waiting + " were not begun (fail-fast)");
        return backfills.change(
                session,
                backfill.id(),
                Set.of(BackfillState.RUNNING, BackfillState.STOPPED),
                bad == 0 ? BackfillState.SUCCEEDED : BackfillState.FAILED,
                note);
    }

    private boolean queue(Session session, Backfill backfill, int count) {
        if (count <= 0) {
            return false;
        }
        Optional<Job> job = jobs.find(session, backfill.job());
        if (job.isEmpty()) {
            return backfills.change(
                    session,
                    backfill.id(),
                    Set.of(BackfillState.RUNNING),
                    BackfillState.STOPPED,
                    "job " + backfill.job() + " is not defined any more");
        }
        boolean exclusive = job.get().definition().isExclusive() && !backfill.beside();
        for (BackfillSlice slice : slices.listWaiting(session, backfill, count)) {
            long run = runs.queue(
                    session,
                    NewRun.slice(
                            job.get(),
                            backfill.id(),
                            backfill.createdBy(),
                            backfill.parameters(),
                            slice.start(),
                            slice.end(),
                            exclusive));
            slices.giveRun(session, backfill.id(), slice.number(), run);
        }
        Wakeups.send(session, Wakeups.RUN);
        return true;
    }
}
