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
import java.util.Optional;
import java.util.OptionalLong;

/** Takes queued runs for this node, as many as it has slots, and starts an attempt of each. */
final class RunClaimer {

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration WITHOUT_LEASE = Duration.ofMillis(250);
    private static final Duration AFTER_RACE = Duration.ofMillis(5);
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final RunStore store;
    private final RunQueries queries;
    private final JobStore jobs;
    private final NodeLease lease;
    private final DatabaseClock clock;
    private final RunExecutions executions;
    private final AttemptStarter starter;
    private final int slots;
    private final Agent agent = new Agent("run-claimer", this::claim);

    RunClaimer(
            Database database,
            RunStore store,
            RunQueries queries,
            JobStore jobs,
            NodeLease lease,
            DatabaseClock clock,
            RunExecutions executions,
            AttemptStarter starter,
            int slots) {
        this.database = database;
        this.store = store;
        this.queries = queries;
        this.jobs = jobs;
        this.lease = lease;
        this.clock = clock;
        this.executions = executions;
        this.starter = starter;
        this.slots = slots;
    }

    Agent agent() {
        return agent;
    }

    private Duration claim() {
        OptionalLong node = lease.nodeId();
        int free = slots - executions.size();
        if (node.isEmpty() || free <= 0) {
            return node.isEmpty() ? WITHOUT_LEASE : POLL;
        }
        Round round;
        try {
            round = database.transaction(session -> claim(session, node.getAsLong(), free));
        } catch (DatabaseException e) {
            if (e.error().sqlState().equals(UNIQUE_VIOLATION)) {
                // Another node started a run of the same job in the same moment; the law in the database decided.
                return AFTER_RACE;
            }
            throw e;
        }
        round.claimed.forEach(claimed -> starter.start(claimed, node.getAsLong()));
        if (round.claimed.size() == free) {
            return Duration.ZERO;
        }
        return round.nextAvailable
                .map(clock::until)
                .filter(wait -> wait.compareTo(POLL) < 0)
                .orElse(POLL);
    }

    private Round claim(Session session, long nodeId, int free) {
        // Taken before the claim: what becomes claimable while it is carried out is not overlooked.
        Instant since = store.now(session);
        List<Claimed> claimed = new ArrayList<>();
        for (RunStore.Claim claim : store.claim(session, nodeId, free)) {
            Run run = queries.find(session, claim.runId()).orElseThrow();
            Optional<Job> job = jobs.find(session, run.job());
            if (job.isPresent()) {
                claimed.add(new Claimed(run, job.get().definition(), claim.attemptId()));
            } else {
                store.end(
                        session,
                        claim.attemptId(),
                        RunState.FAILED,
                        RunError.of("Job " + run.job() + " is not defined any more", null));
            }
        }
        if (!claimed.isEmpty()) {
            Wakeups.send(session, Wakeups.STARTED);
        }
        return new Round(claimed, store.findNextAvailable(session, since));
    }

    /** Starts an attempt on a thread of its own. */
    @FunctionalInterface
    interface AttemptStarter {
        void start(Claimed claimed, long nodeId);
    }

    /** A run that this node has just claimed. */
    record Claimed(Run run, JobDefinition job, long attemptId) {}

    private record Round(List<Claimed> claimed, Optional<Instant> nextAvailable) {}
}
