// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.NodeStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.RetryPolicy;
import dev.freshet.event.NodeObserver;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what dead nodes left behind, and what its own node lost sight of. Every node does; guarded updates make a second rescuer find nothing to do.
 *
 * <p>In this order, each step repeatable after a crash: close the nodes whose lease ran out; mark the attempt lost, so
 * that no new session can work for it; end the backends that still do, and see them gone; only then queue the run again
 * or close it.
 */
final class RunRescuer {

    private static final Logger LOG = LoggerFactory.getLogger(RunRescuer.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration TERMINATE_WITHIN = Duration.ofSeconds(5);

    private final Database database;
    private final NodeStore nodes;
    private final RunStore store;
    private final RunQueries queries;
    private final LogStore logs;
    private final JobStore jobs;
    private final BackendEnder backends;
    private final List<AttemptListener> listeners;
    private final RandomGenerator random;
    private final NodeLease lease;
    private final RunExecutions executions;
    private final NodeObserver observer;
    private Set<RunStore.Claim> strays = Set.of();
    private final Agent agent = new Agent("run-rescuer", this::rescue);

    RunRescuer(
            Database database,
            NodeStore nodes,
            RunStore store,
            RunQueries queries,
            LogStore logs,
            JobStore jobs,
            BackendEnder backends,
            List<AttemptListener> listeners,
            RandomGenerator random,
            NodeLease lease,
            RunExecutions executions,
            NodeObserver observer) {
        this.database = database;
        this.nodes = nodes;
        this.store = store;
        this.queries = queries;
        this.logs = logs;
        this.jobs = jobs;
        this.backends = backends;
        this.listeners = listeners;
        this.random = random;
        this.lease = lease;
        this.executions = executions;
        this.observer = observer;
    }

    Agent agent() {
        return agent;
    }

    private Duration rescue() {
        List<RunStore.Claim> orphans = database.call(session -> {
            nodes.closeExpired(session).forEach(name -> LOG.warn("Node {} is lost: its lease ran out", name));
            return store.findOrphans(session);
        });
        orphans.forEach(orphan -> rescueOne(orphan, "died or lost its lease during"));
        lease.nodeId().ifPresent(this::rescueStrays);
        return EVERY;
    }

    /**
     * Takes up runs that this node claimed but does not carry out, as when the answer to a claim's COMMIT was lost. Seen
     * twice, since between a claim and its start there is a moment.
     */
    private void rescueStrays(long nodeId) {
        Set<RunStore.Claim> seen = database.call(session -> store.findOwn(session, nodeId)).stream()
                .filter(claim -> !executions.has(claim.attemptId()))
                .collect(Collectors.toSet());
        seen.stream().filter(strays::contains).forEach(stray -> rescueOne(stray, "does not know of"));
        strays = seen;
    }

    /** One that cannot be taken over now must not keep the others from that. */
    private void rescueOne(RunStore.Claim orphan, String what) {
        try {
            rescue(orphan, what);
        } catch (RuntimeException e) {
            LOG.warn("Run {} cannot be taken over yet: {}", orphan.runId(), e.getMessage());
            LOG.debug("Run {} cannot be taken over yet", orphan.runId(), e);
        }
    }

    private void rescue(RunStore.Claim orphan, String what) {
        Run run =
                database.call(session -> queries.find(session, orphan.runId())).orElseThrow();
        RunError error = RunError.of("Node " + run.node() + " " + what + " attempt " + run.attempt(), null);
        if (markLost(orphan, run, error) && backends.terminate(orphan.attemptId(), TERMINATE_WITHIN)) {
            database.transaction(session -> close(session, orphan, run, error));
        }
    }

    /** False when the attempt is still locked by a session of its own, which was ended for it: the next round goes on. */
    private boolean markLost(RunStore.Claim orphan, Run run, RunError error) {
        try {
            return database.transaction(session -> {
                store.waitBriefly(session);
                if (store.markAttemptLost(session, orphan.attemptId(), error)) {
                    listeners.forEach(listener ->
                            listener.attemptLost(session, orphan.runId(), orphan.attemptId(), error.message()));
                    logs.appendToEnded(session, run.id(), run.attempt(), LogLevel.ERROR, error.message());
                }
                return true;
            });
        } catch (DatabaseException e) {
            if (!e.error().isLockTimeout()) {
                throw e;
            }
            // Its node fell silent after it recorded the end and before it committed.
            backends.terminate(orphan.attemptId(), TERMINATE_WITHIN);
            agent.wake();
            return false;
        }
    }

    private boolean close(Session session, RunStore.Claim orphan, Run run, RunError error) {
        boolean cancelled = run.cancelRequestedAt() != null;
        boolean again = !cancelled && hasAnotherAttempt(session, run, error);
        boolean closed = again
                ? store.requeueLost(session, orphan, error)
                : store.endLost(session, orphan, cancelled ? RunState.CANCELLED : RunState.LOST, error);
        if (closed) {
            LOG.warn(
                    "Run {} of {}: {}; {}",
                    run.id(),
                    run.job(),
                    error.message(),
                    again ? "it is queued for another attempt" : "it stays so");
            session.afterCommit(() -> observer.attemptLost(run.id(), run.job(), !again));
            Wakeups.send(session, Wakeups.RUN);
            Wakeups.send(session, Wakeups.ENDED + run.id());
        }
        return closed;
    }

    private boolean hasAnotherAttempt(Session session, Run run, RunError error) {
        RetryPolicy policy = jobs.find(session, run.job())
                .map(job -> job.definition().retries())
                .orElse(RetryPolicy.NONE);
        return RetryDecision.decide(policy, run.attempt(), RetryDecision.Cause.LOST, error, random)
                .isPresent();
    }
}
