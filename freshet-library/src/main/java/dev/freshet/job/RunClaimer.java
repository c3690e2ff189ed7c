// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.DatabaseClock;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.JobDefinition;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes queued runs for this node, as many as it has slots, and starts an attempt of each. */
final class RunClaimer {

    private static final Logger LOG = LoggerFactory.getLogger(RunClaimer.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration WITHOUT_LEASE = Duration.ofMillis(250);
    private static final Duration AFTER_RACE = Duration.ofMillis(5);
    private static final Duration FOR_MORE_ROOM = Duration.ofMillis(2);
    private static final String UNIQUE_VIOLATION = "23505";
    /** Work that is done waits for its end to be written; beyond so much of it, nothing new is begun. */
    private static final int UNRECORDED_AT_MOST = 1_000;
    /** Of quick jobs, so many times the slots are claimed at once. */
    private static final int AHEAD = 4;

    private final Database database;
    private final RunStore store;
    private final RunBatchStore batches = new RunBatchStore();
    private final LogStore logs = new LogStore();
    private final PassedOver passedOver = new PassedOver();
    private final DefinitionCache definitions = new DefinitionCache();
    private final QuickJobs quickJobs;
    private final NodeLease lease;
    private final Wakeups wakeups;
    private final DatabaseClock clock;
    private final RunExecutions executions;
    private final AttemptStarter starter;
    private final int slots;
    private final Agent agent = new Agent("run-claimer", this::claim);
    private volatile boolean waitsForRoom;
    private volatile int places;
    private volatile boolean lingers;

    RunClaimer(
            Database database,
            RunStore store,
            QuickJobs quickJobs,
            NodeLease lease,
            Wakeups wakeups,
            DatabaseClock clock,
            RunExecutions executions,
            AttemptStarter starter,
            int slots) {
        this.database = database;
        this.store = store;
        this.quickJobs = quickJobs;
        this.lease = lease;
        this.wakeups = wakeups;
        this.clock = clock;
        this.executions = executions;
        this.starter = starter;
        this.slots = slots;
    }

    Agent agent() {
        return agent;
    }

    /** Jobs that could not be read may be readable now. */
    void definitionsChanged() {
        passedOver.forget();
        agent.wake();
    }

    /** A run's work is done: there is room for another. Wakes the claimer only where it waits for that. */
    void slotFreed() {
        if (waitsForRoom && (!lingers || isHalfEmpty(room(places)))) {
            agent.wake();
        }
    }

    private boolean isHalfEmpty(int room) {
        return room * 2 >= places;
    }

    // The yield is for good batches, not for correctness.
    @SuppressWarnings("ThreadPriorityCheck")
    private Duration claim() {
        OptionalLong node = lease.nodeId();
        if (node.isEmpty()) {
            return WITHOUT_LEASE;
        }
        boolean backlog = waitsForRoom;
        // Before it counts: a slot that is freed after the count wakes this up again.
        waitsForRoom = true;
        // Who is about to be done, is done now.
        Thread.yield();
        Set<String> quick = backlog ? quickJobs.names() : Set.of();
        places = quick.isEmpty() ? slots : slots * AHEAD;
        int limit = room(places);
        int free = Math.min(room(slots), limit);
        // With much to do, several claims in one go are worth a moment.
        lingers = limit > 0 && backlog && !lingers && !isHalfEmpty(limit);
        if (limit <= 0 || lingers) {
            return lingers ? FOR_MORE_ROOM : POLL;
        }
        Round round;
        try {
            round = database.transaction(
                    RunBatchStore.BY_INDEX,
                    session -> claim(session, node.getAsLong(), Math.max(0, free), limit, quick));
        } catch (PassedOver.CannotRead e) {
            return Duration.ZERO;
        } catch (DatabaseException e) {
            if (e.error().sqlState().equals(UNIQUE_VIOLATION)) {
                // Another node started a run of the same job in the same moment; the law in the database decided.
                return AFTER_RACE;
            }
            throw e;
        }
        round.claimed.forEach(claimed -> starter.start(claimed, node.getAsLong()));
        if (round.taken > 0 && round.taken >= free) {
            return Duration.ZERO;
        }
        if (free <= 0) {
            return POLL;
        }
        waitsForRoom = false;
        return round.nextAvailable
                .map(clock::until)
                .filter(wait -> wait.compareTo(POLL) < 0)
                .orElse(POLL);
    }

    private int room(int of) {
        return Math.min(of - executions.working(), UNRECORDED_AT_MOST - executions.size());
    }

    private Round claim(Session session, long nodeId, int free, int limit, Set<String> quick) {
        List<RunBatchStore.ClaimedRun> runs = batches.claim(session, nodeId, free, limit, quick, passedOver.jobs());
        List<Claimed> claimed = new ArrayList<>();
        boolean cannotRead = false;
        for (RunBatchStore.ClaimedRun run : runs) {
            RunError refusal = refusal(run);
            if (refusal != null) {
                refuse(session, run.run(), refusal);
                continue;
            }
            try {
                JobDefinition job = definitions.read(Objects.requireNonNull(run.definition()));
                claimed.add(new Claimed(
                        run.run(), job, Objects.requireNonNull(run.run().attemptId())));
            } catch (RuntimeException e) {
                passedOver.add(run.run().job(), e);
                cannotRead = true;
            }
        }
        if (cannotRead) {
            throw new PassedOver.CannotRead();
        }
        if (!claimed.isEmpty()) {
            session.afterCommit(() -> wakeups.sendSoon(List.of(Wakeups.STARTED)));
        }
        return new Round(
                claimed, runs.size(), runs.size() >= free ? Optional.empty() : store.findNextAvailable(session));
    }

    /** Why no node can carry it out, or null. */
    private static @Nullable RunError refusal(RunBatchStore.ClaimedRun run) {
        if (run.definition() == null) {
            return RunError.of("Job " + run.run().job() + " is not defined any more", null);
        }
        return run.run().parameters() instanceof RunParameters.Unreadable unreadable ? unreadable.error() : null;
    }

    private void refuse(Session session, Run run, RunError error) {
        store.end(session, Objects.requireNonNull(run.attemptId()), RunState.FAILED, error);
        logs.appendToEnded(session, run.id(), run.attempt(), LogLevel.ERROR, error.message());
        LOG.warn("Run {} of {} failed before it began: {}", run.id(), run.job(), error.message());
        Wakeups.send(session, Wakeups.ENDED + run.id());
    }

    /** Starts an attempt on a thread of its own. */
    @FunctionalInterface
    interface AttemptStarter {
        void start(Claimed claimed, long nodeId);
    }

    /** A run that this node has just claimed. */
    record Claimed(Run run, JobDefinition job, long attemptId) {}

    private record Round(List<Claimed> claimed, int taken, Optional<Instant> nextAvailable) {}
}
